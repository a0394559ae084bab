"""The messages and forms of sources that send by themselves, whatever is sent and however many there are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Kpibot
from bot.commands import verbs
from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.sources.carried import Carried
from bot.messages import limits
from bot.messages.message import Message
from bot.playground.block_kit import message_problems, view_problems
from bot.sources import buttons, words
from bot.sources.door import Door
from bot.sources.guide import Guide
from kpi.store import Store
from kpi.webhooks import connecting, ledger
from kpi.webhooks.ledger import Counts, Entry, Outcome
from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import VENDORS
from tests.bot.messages.situations import NOW
from tests.bot.messages.test_untrusted_values import HOSTILE, a_bot, assert_harmless
from tests.support.tickets import moment

AT = int(moment(NOW).timestamp())
PLACE = AnswerPlace("C0SUPPORT1", None, "https://hooks.example/" + "x" * 200)
SECRET = "whsec_" + "x" * 43
LONGEST = "z" * 60

Fill = Callable[[Store], None]


def connect(
    store: Store, source: str, vendor: Vendor = VENDORS[0], received: int = 0, bad: tuple[str, ...] = ()
) -> None:
    with store.writing() as connection:
        connecting.add(connection, vendor, source, SECRET, AT - 86_400, "Ada Okafor")
        ledger.count(connection, source, Counts(received, 0, len(bad)), AT)
        entries = [Entry(f"{n}", HOSTILE, Outcome.NOT_UNDERSTOOD, why=why, body="{}") for n, why in enumerate(bad)]
        ledger.enter(connection, source, entries, AT)


def nothing(_store: Store) -> None:
    """None is connected."""


def ordinary(store: Store) -> None:
    connect(store, "zendesk", received=1_204, bad=("“conversation.id” is missing.",) * 3)
    connect(store, "shop")


def huge(store: Store) -> None:
    for number in range(40):
        reasons = tuple(f"{each} {'x' * 2_000}" for each in range(30))
        connect(store, f"{number:02}{LONGEST[:58]}", VENDORS[number % len(VENDORS)], 10**9, reasons)


def hostile(store: Store) -> None:
    connect(store, "zendesk", received=200, bad=(HOSTILE * 20, f"{HOSTILE}\n\x01> x", "`code`" * 50))


every = pytest.mark.parametrize("fill", [nothing, ordinary, huge, hostile])
every_vendor = pytest.mark.parametrize("vendor", VENDORS, ids=[each.key for each in VENDORS])


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Kpibot]:
    with a_bot(tmp_path) as bot:
        yield bot


def answer(bot: Kpibot, line: str) -> Message:
    """To an admin who is alone with it."""
    asked = Asked(line, "/kpi", person="U1", author=lambda: "Ada Okafor")
    message = verbs.registry(bot.bench).answer(asked)
    assert limits.problems(message) == []
    assert message_problems(message.blocks) == []
    return message


@every
@pytest.mark.parametrize("typed", ["sources", "deliveries", "sources add zendesk", "history sources"])
def test_slack_takes_every_message_of_sources_and_nothing_in_it_mentions_anybody(
    bot: Kpibot, fill: Fill, typed: str
) -> None:
    fill(bot.bench.store)
    assert_harmless(answer(bot, typed))


@pytest.mark.parametrize("kind", ["quiet", "bad"])
@pytest.mark.parametrize("sentence", ["", "Nothing has come from zendesk for 3 hours.", HOSTILE * 90])
def test_slack_takes_every_piece_of_news_and_every_result(bot: Kpibot, kind: str, sentence: str) -> None:
    render = bot.bench.messages.render
    told = {"source": LONGEST, "kind": kind, "is_over": not sentence, "sentence": sentence}
    for message in (
        render("source_trouble.j2", **told),
        render("source_told.j2", sentence=sentence or "It works.", lines=[sentence, HOSTILE * 90] * 3),
    ):
        assert message_problems(message.blocks) == []
        assert_harmless(message)


@every_vendor
@pytest.mark.parametrize("public_url", ["", "https://kpibot.example.com/behind/a/proxy"])
def test_slack_takes_every_form_of_every_help_desk(bot: Kpibot, vendor: Vendor, public_url: str) -> None:
    bench = replace(bot.bench, door=Door(public_url))
    guide, modal = Guide.of(vendor, LONGEST, bench.door, SECRET), bench.messages.modal
    about = Carried(PLACE, LONGEST, vendor.key, {"intents": "tags"})
    forms: list[dict[str, Any]] = [
        modal("source_give_modal.j2", name=buttons.GIVE_SECRET, carried=about.text, guide=guide, longest=500),
        modal("source_secret_modal.j2", guide=guide, secret=SECRET, former=""),
        modal("source_secret_modal.j2", guide=guide, secret=SECRET, former="The former secret is good until noon."),
    ]
    for form in forms:
        assert view_problems(form) == []
    assert guide.address in str(forms[1])
    assert Carried.read(about.text) == about


@every_vendor
def test_slack_takes_what_is_told_of_a_new_source_and_it_holds_no_secret(bot: Kpibot, vendor: Vendor) -> None:
    guide, render = Guide.of(vendor, LONGEST, Door()), bot.bench.messages.render
    shown = {"is_theirs": vendor.secret_is_theirs, "last_step": words.LAST_STEP, "value": buttons.value(LONGEST)}
    for message in (render("source_connected.j2", guide=guide, **shown), render("source_body.j2", guide=guide)):
        assert message_problems(message.blocks) == []
        assert "{secret}" not in str(message.blocks)
        assert "{address}" not in str(message.blocks)


def test_a_row_says_how_much_has_come_in_and_what_was_wrong_with_it(bot: Kpibot) -> None:
    ordinary(bot.bench.store)
    shown = str(answer(bot, "sources").blocks)
    assert "Comes in by itself; nothing has come yet." in shown
    assert "Add a source" in shown
    counted = str(answer(bot, "deliveries").blocks)
    assert "1,204 in the last 24 hours, 3 not understood" in counted
    assert "3 of them: “conversation.id” is missing." in counted
    assert "Replay" in counted
