"""Other names for intents, and mergers."""

import pytest

from bot import buttons
from bot.commands.deciding import as_typed
from bot.commands.renaming import Line, read
from kpi.grammar.errors import QuestionError
from kpi.labelling import names, relabelling
from kpi.labelling.in_force import in_force
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.commands.labels import elements, hostile, ordinary
from tests.bot.messages.slack_client import HOSTILE

KNOWN = {"login bug": "login bug", "how to pay": "How to pay", "refund": "Refund"}


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ('"login bug" to "login"', Line("login bug", "login")),
        ("login bug to login", Line("login bug", "login")),
        ("how to pay to payment", Line("how to pay", "payment")),
        ('"how to pay" to "pay to us"', Line("how to pay", "pay to us")),
        ("login bug -&gt; login", Line("login bug", "login")),
        ("“login bug” back", Line("login bug", None)),
        ('"login bug" into refund now', Line("login bug", "refund", sure=True)),
        ('refund to "now"', Line("refund", "now")),
        ("", None),
    ],
)
def test_a_line_is_read(typed: str, line: Line | None) -> None:
    assert read(typed, KNOWN) == line


def test_without_a_new_name_it_is_asked_back() -> None:
    with pytest.raises(QuestionError) as error:
        read("login bug", KNOWN)
    assert error.value.lines == ('rename "login bug" to login', 'rename "login bug" back')


def test_an_intent_is_renamed_and_has_its_own_name_again(store: Store, bot: Bot) -> None:
    ordinary(store)
    told = bot.says('rename "login bug" to "Login"')
    assert "*“login bug” is called “Login” now.*" in told
    assert "1 conversation gets another label." in told
    assert "login bug | Login | Ada Okafor, 27 Jul 2026, 09:30" in bot.says("rename")
    assert "*“login bug” has its own name again.*" in bot.says('rename "login bug" back')
    assert "“login bug” has its own name." in bot.says('rename "login bug" back')


def test_a_merger_is_asked_back_before_it_is_done(store: Store, bot: Bot) -> None:
    ordinary(store)
    asked = bot.says('merge "login bug" into refund')
    assert "*Merge “login bug” into “Refund”?*" in asked
    assert "[Merge them]" in asked
    with store.reading() as connection:
        assert names.all_(connection) == []
    assert "*“login bug” counts as “Refund” now.*" in bot.says('merge "login bug" into refund now')


def test_to_a_name_that_leads_to_another_intent_it_is_asked_back_whether_that_is_meant(store: Store, bot: Bot) -> None:
    ordinary(store)
    bot.says('rename refund to "Money"')
    relabelling.finish(store)
    assert "*Merge “login bug” into “Money”?*" in bot.says('rename "login bug" to refund')


@pytest.mark.parametrize(
    ("first", "then", "undo"),
    [
        ('"login bug" to Login', "login to Access", 'rename "Login" back'),
        ('"login bug" to Login', 'login to "login bug"', 'rename "login bug" to "Login"'),
        ('"login bug" to Login', '"login bug" to Access', 'rename "login bug" to "Login"'),
    ],
)
def test_a_rename_of_a_rename_is_taken_back_by_its_button(
    store: Store, bot: Bot, first: str, then: str, undo: str
) -> None:
    ordinary(store)
    bot.says(f"rename {first}")
    answer = bot.answers(f"rename {then}")
    [button] = [each for each in elements(answer) if each["text"]["text"] == "Take it back"]
    assert buttons.question(button["value"]) == undo
    bot.says(undo)
    relabelling.finish(store)
    with store.reading() as connection:
        assert in_force(connection).called("login bug") == "login"


@pytest.mark.parametrize("name", ["a\\b", "a\\", 'say "hi"', "a &lt; b", "to", "back"])
def test_any_name_is_read_as_it_is_written_in_a_line_to_type(name: str) -> None:
    line = f"{as_typed(name)} into {as_typed('x' + name)} now"
    assert read(line, {name: name}) == Line(name, f"x{name}", sure=True)
    assert read(f"{as_typed(name)} back", {name: name}) == Line(name, None)


def test_a_slip_in_a_name_is_answered_with_the_line_that_works(store: Store, bot: Bot) -> None:
    ordinary(store)
    assert '`/kpi rename "login bug" to "x"`' in bot.says("rename logn bug to x")
    assert "I know no intent “zebra”." in bot.says("merge zebra into refund")


def test_hostile_and_long_names_are_shown_as_they_are(store: Store, bot: Bot) -> None:
    hostile(store)
    for typed in (f'rename "*bold* `code`" to <!channel>{"y" * 180}', f"merge {'x' * 200} into login", "rename"):
        assert "<!channel>" not in bot.answers(typed).text
    asked = bot.answers(f"merge {'x' * 200} into {HOSTILE}")
    assert "<!channel>" not in f"{asked.text}{asked.blocks[0]}"


def test_names_are_for_admins(store: Store, bot: Bot) -> None:
    ordinary(store)
    for typed in ("rename refund to x", "rename refund back", "merge refund into login bug", "merge a into b now"):
        assert "Nothing can be changed from here." in bot.refuses(typed)
    assert "All intents have the names" in bot.refuses("rename")
