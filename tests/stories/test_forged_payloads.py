"""Buttons and modals that nobody has shown: whoever presses or submits them changes nothing, and breaks nothing."""

import copy
import functools
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from bot import buttons, label_buttons
from bot.sources import buttons as source_buttons
from bot.uploads import buttons as upload_buttons
from kpi.store import Store
from tests.stories.test_http_mode import SECRET, ByHttp, bot_by_http, sent, signed_headers
from tests.support.databases import opened
from tests.support.deliveries import connect
from tests.support.local_slack import Json, Person, call

SUPPORT = "C0SUPPORT1"
DEEP = "[" * 1_900
HUGE = 10**400
GARBAGE = (
    "",
    DEEP,
    '{"v":1,"question":"config set currency CHF"}',
    '{"v":1,"question":"notes add 2026-07-01 \'; DROP TABLE ticket; --"}',
    f'{{"v":1,"upload":{HUGE},"round":1}}',
    '{"v":1,"s":"\\ud800","t":"\\ud800","c":"slow","i":"x"}',
    '{"v":1,"upload":1,"round":1}',
    '{"v":1,"channel":"C0SUPPORT1","monday":"yesterday"}',
    '{"v":1,"channel":"C0LEADERS1","monday":"2026-07-20"}',
    '{"v":1,"s":"zendesk","t":"\' OR 1=1 --","c":"slow","i":"x"}',
    '{"v":1,"source":"desk"}',
)
PLACE = {"v": 1, "channel": SUPPORT, "thread": None, "response_url": ""}
OF = '{"v":1,"channel":"C0SUPPORT1","monday":"2026-07-20"}'
CARRIED = (
    "",
    DEEP,
    json.dumps(PLACE),
    json.dumps({**PLACE, "source": "desk", "vendor": "zendesk", "options": {}}),
    json.dumps({**PLACE, "source": "../zendesk", "vendor": "nobody", "options": {"a": 1}}),
    json.dumps({"place": json.dumps(PLACE), "of": OF, "ts": "1.1", "about": "csat"}),
)
FILLED = {"value": {"value": "../../etc/passwd", "selected_option": {"value": "zendesk"}}}
NO_TRIGGER = "invalid_trigger_id"
"""What Slack says to a modal that nobody's press has asked for."""
FORMS = {"Change numbers": "Numbers", "Change a target": "A target"}
LACKS = "nothing"
WRONG: tuple[Any, ...] = (LACKS, None, [None], {"id": None}, "", HUGE, "x" * 300, DEEP, "\ud800", True)
FIELDS = ("source", "secret", "help_desk", "words", "intent", "reason", "limit", "amount", "chosen")


def names(*modules: Any) -> list[str]:
    """All that a press or a form may be called, whichever of the two it is."""
    found = {each for module in modules for each in vars(module).values() if isinstance(each, str)}
    plain = {each for each in found if each.isascii() and each.replace("_", "").isalpha() and each.islower()}
    return sorted({*plain, "ask:1", "upload_answer:1", "rule_form:again"})


NAMES = names(buttons, label_buttons, source_buttons, upload_buttons)


def test_what_was_never_shown_changes_nothing_and_breaks_nothing(own_history: str) -> None:
    store = opened(own_history)
    connect(store, source="desk")
    with bot_by_http(own_history) as http, capture_logs() as logs:
        before, ben = content(store), Person(http.slack, "Ben")
        answers = {posts(http, pressed(ben, name, value)) for name in NAMES for value in GARBAGE}
        answers |= {posts(http, submitted(ben, name, carried)) for name in NAMES for carried in CARRIED}
        wait_until_quiet(http)
        said = [each.plain for channel in (ben.direct, "support") for each in ben.sees(channel)]
        assert content(store) == before
    assert answers <= {200, 404}  # 404: no button is called so, or no form
    assert failures(logs) == []
    assert any("admins" in each for each in said)


def test_whatever_a_real_payload_lacks_or_has_in_the_place_of_something_else_is_refused(own_history: str) -> None:
    connect(opened(own_history), source="desk")
    with bot_by_http(own_history) as http:
        ada = Person(http.slack, "Ada")
        real = list(recorded(http, ada))
        assert len(real) > 3 * len(FORMS)
        with capture_logs() as logs, ThreadPoolExecutor(4) as pool:
            mutated = [(kind, each) for kind, payload in real for each in mutations(payload)]
            answers = Counter(pool.map(lambda each: posts(http, each[1], each[0]), mutated))
            wait_until_quiet(http)
        assert ada.types("/kpi csat last week").plain.startswith("CSAT")
    assert set(answers) <= {200, 400, 404}
    assert answers[400] > len(real)
    assert failures(logs) == []


def recorded(http: ByHttp, ada: Person) -> Iterator[tuple[str, Json]]:
    """What Slack sent when an admin asked, pressed, opened forms and submitted them, one of a kind."""
    ada.hears(ada.types("@kpibot csat last week"))
    said = ada.types("csat last week", ada.direct)
    ada.hears(said)
    ada.edits(said, "csat last month")
    settings = ada.types("/kpi settings")
    for label in FORMS:
        ada.presses(settings, label)
        view = ada.waits_for_modal(FORMS[label])
        ada.submits(view)
    sent = (each for each in call(http.slack, "traffic")["traffic"] if each["direction"] == "to_bot")
    every = [(each["kind"], each["request"]) for each in sent]
    yield from {(kind, *map(str, of_a_kind(payload))): (kind, payload) for kind, payload in every}.values()


def of_a_kind(payload: Json) -> tuple[Any, ...]:
    view, event = payload.get("view") or {}, payload.get("event") or {}
    pressed = [each["action_id"] for each in payload.get("actions", ())]
    return payload.get("type"), view.get("callback_id"), event.get("type"), event.get("subtype"), pressed


def mutations(payload: Json) -> Iterator[Json]:
    """At each place what is not to be there, in turn another."""
    for number, place in enumerate(places(payload)):
        changed = copy.deepcopy(payload)
        holder = functools.reduce(lambda at, name: at[name], place[:-1], changed)
        bad = WRONG[number % len(WRONG)]
        if bad == LACKS:
            del holder[place[-1]]
        else:
            holder[place[-1]] = bad
        if isinstance(changed.get("event_id"), str):
            changed["event_id"] = f"Ev{number}"
        yield changed


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all that it holds, but for the blocks of messages and forms, which are the bot's own."""
    if at:
        yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for name, each in inside:
        if name != "blocks":
            yield from places(each, (*at, name))


def failures(logs: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [each for each in logs if each["event"] == "failure" and NO_TRIGGER not in str(each["exc_info"])]


def pressed(person: Person, name: str, value: str) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    action = {"type": "button", "action_id": name, "block_id": value[:255] or "b", "value": value, "action_ts": "1.1"}
    chosen = {**action, "type": "static_select", "selected_option": {"value": value}}
    return {
        **by(person, "block_actions"),
        "trigger_id": "1.1.1",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": SUPPORT, "is_ephemeral": False},
        "channel": {"id": SUPPORT, "name": "support"},
        "message": {"ts": "1.1", "text": "Hello", "blocks": []},
        "response_url": f"{person.slack.url}/gone",
        "actions": [chosen if "choose" in name or "answer" in name else action],
    }


def submitted(person: Person, name: str, carried: str) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    view = {"id": "V1", "type": "modal", "callback_id": name, "private_metadata": carried, "hash": "1", "blocks": []}
    state = {"values": dict.fromkeys(FIELDS, FILLED)}
    return {**by(person, "view_submission"), "view": {**view, "state": state}, "response_urls": []}


def by(person: Person, kind: str) -> Json:
    user = {"id": person.id, "team_id": "T0LOCAL001", "username": "ben", "name": "ben"}
    return {"type": kind, "user": user, "team": {"id": "T0LOCAL001"}, "api_app_id": "A0LOCAL001", "token": "t"}


def posts(http: ByHttp, payload: Json, kind: str = "interactive") -> int:
    """As Slack signs it."""
    form = {"payload": json.dumps(payload)}
    if kind == "slash_commands":
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in payload.items()}
    body = json.dumps(payload).encode() if kind == "events_api" else urlencode(form, errors="replace").encode()
    return sent(http.address, body, signed_headers(body, SECRET, 0))


def wait_until_quiet(http: ByHttp) -> None:
    """What was pressed is done after it was acknowledged."""
    before = -1
    while (now := len(call(http.slack, "traffic")["traffic"])) != before:
        before = now
        time.sleep(0.5)


def content(store: Store) -> dict[str, list[str]]:
    """All that is kept, but for what follows from it, for what is known of Slack, and for when the bot was there."""
    with store.reading() as connection:
        return {
            each.name: sorted(map(str, connection.execute(select(*(c for c in each.c if c.name != "reached_at")))))
            for each in SQLModel.metadata.sorted_tables
            if not each.name.startswith(("kpi_day", "dirty", "summary", "slack_fact"))
        }
