"""Buttons and modals that nobody has shown: whoever presses or submits them changes nothing, and breaks nothing."""

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from bot import buttons, label_buttons
from bot.sources import buttons as source_buttons
from bot.uploads import buttons as upload_buttons
from kpi.migrating import migrate
from kpi.store import Store
from tests.stories.test_http_mode import SECRET, ByHttp, bot_by_http, sent, signed_headers
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
FIELDS = ("source", "secret", "help_desk", "words", "intent", "reason", "limit", "amount", "chosen")


SHAPED = {"change_target", "choose_target"}
"""Forms whose fields have to be there: Slack sends those that were shown."""


def names(*modules: Any) -> list[str]:
    """All that a press or a form may be called, whichever of the two it is."""
    found = {each for module in modules for each in vars(module).values() if isinstance(each, str)}
    plain = {each for each in found if each.isascii() and each.replace("_", "").isalpha() and each.islower()}
    return sorted({*plain, "ask:1", "upload_answer:1", "rule_form:again"} - SHAPED)


NAMES = names(buttons, label_buttons, source_buttons, upload_buttons)


def test_what_was_never_shown_changes_nothing_and_breaks_nothing(own_history: Path) -> None:
    store = Store(f"sqlite:///{own_history}")
    migrate(store)
    connect(store, source="desk")
    with bot_by_http(own_history) as http, capture_logs() as logs:
        before, ben = content(store), Person(http.slack, "Ben")
        answers = {posts(http, pressed(ben, name, value)) for name in NAMES for value in GARBAGE}
        answers |= {posts(http, submitted(ben, name, carried)) for name in NAMES for carried in CARRIED}
        wait_until_quiet(http)
        said = [each.plain for channel in (ben.direct, "support") for each in ben.sees(channel)]
        assert content(store) == before
    store.close()
    assert answers <= {200, 404}  # 404: no button is called so, or no form
    broken = [each for each in logs if each["event"] == "failure" and NO_TRIGGER not in str(each["exc_info"])]
    assert broken == []
    assert any("admins" in each for each in said)


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
        "response_url": "",
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


def posts(http: ByHttp, payload: Json) -> int:
    """As Slack signs it."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return sent(http.address, body, signed_headers(body, SECRET, 0))


def wait_until_quiet(http: ByHttp) -> None:
    """What was pressed is done after it was acknowledged."""
    before = -1
    while (now := len(call(http.slack, "traffic")["traffic"])) != before:
        before = now
        time.sleep(0.5)


def content(store: Store) -> dict[str, list[str]]:
    """All that is kept, but for what follows from it, and for what is known of Slack."""
    with store.reading() as connection:
        return {
            each.name: sorted(map(str, connection.execute(select(each))))
            for each in SQLModel.metadata.sorted_tables
            if not each.name.startswith(("kpi_day", "dirty", "summary", "slack_fact"))
        }
