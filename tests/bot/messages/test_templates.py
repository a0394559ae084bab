"""Every message in every situation: what people read, and that Slack, its local double and a terminal take it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from syrupy.assertion import SnapshotAssertion

from bot import buttons
from bot.bootstrap import Kpibot, build
from bot.commands import readout
from bot.commands.registry import Asked
from bot.messages import limits, spans, text_forms
from bot.messages.data_limits import cell_text, cell_url
from bot.messages.message import Message
from bot.playground.block_kit import message_problems
from bot.settings import Settings
from kpi import period, words
from kpi.answering.readout import Readout
from kpi.errors import ConfigurationError, KpibotError, UserError
from kpi.question import QuestionError
from tests.bot.messages import drill_situations, situations, team_situations
from tests.bot.messages.reading import as_read, cells, in_a_terminal, mrkdwn_texts, offered
from tests.bot.messages.situations import LAST_WEEK, Situation, rated
from tests.support.databases import a_database, owner
from tests.support.tickets import BERLIN, moment

PROMPT = "/kpi"
GROUPS = {
    "csat": situations.SATISFACTION,
    "first response time": situations.FIRST_RESPONSES,
    "resolution time": situations.RESOLUTIONS,
    "told apart": situations.TOLD_APART,
    "behind": situations.BEHIND,
    "overview": situations.OVERVIEWS,
    "help": situations.HELP,
    "every KPI": team_situations.EVERY_KPI,
    "odd weeks": team_situations.ODD_WEEKS,
    "every KPI explained": team_situations.EXPLAINED,
    "every KPI's tickets": team_situations.LISTED,
    "drilled down": drill_situations.DRILLED,
}


def in_groups(*groups: str) -> pytest.MarkDecorator:
    """Parametrizes a test with the situations of these groups."""
    members = [(each, f"{group}: {each.name}") for group in groups for each in GROUPS[group]]
    return pytest.mark.parametrize("situation", [pytest.param(each, id=name) for each, name in members])


every = in_groups(*GROUPS)
every_readout = in_groups("csat", "first response time", "resolution time", "told apart", "every KPI")

# What these carry is a question as well, but nobody types it: who presses gets a file, or a form.
NOT_ASKING = (buttons.TICKETS_CSV, buttons.BUG_REPORT)

NEWER = [each for members in GROUPS.values() for each in members if each.name == "no data, but newer ones"]

ERRORS = [
    UserError("This channel is archived."),
    UserError("I am not in this channel yet.", "Type `/invite @kpibot` here, then press Share again."),
    UserError("This hint has a backtick to spare.", "Type `/invite, or `/kpi`."),
    QuestionError("I don't know “x”.", "csat", "frt last week"),
    ConfigurationError("There is no folder *shop* with templates.", "Set TEMPLATES_DIR to a folder that exists."),
]


@dataclass(frozen=True)
class Told:
    """What the bot said in a situation."""

    situation: Situation
    message: Message
    bot: Kpibot

    @property
    def readout(self) -> Readout:
        return readout.read(self.bot.bench, Asked(self.situation.typed, PROMPT))

    def answers(self, line: str) -> Message:
        """What comes back for a line with its prompt; QuestionError if it is not understood."""
        return self.bot.registry.answer(Asked(line.removeprefix(PROMPT), PROMPT))

    def is_understood(self, line: str) -> bool:
        """Whether a line with its prompt is; what it asks for may need data that are not there."""
        try:
            return bool(self.answers(line).blocks)
        except QuestionError:
            return False
        except UserError:
            return True


Tell = Callable[[Situation], Told]


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tell]:
    """What the bot, as it is run, says in a situation; each is set up once."""
    bots: list[Kpibot] = []
    lasting = owner()

    @cache
    def tell(situation: Situation) -> Told:
        with lasting():
            database = a_database(tmp_path_factory.mktemp("situation"))
        settings = Settings(_env_file=None, database_url=database, timezone=BERLIN.key)
        bot = build(settings, clock=lambda: moment(situation.now))
        bots.append(bot)
        situation.fill(bot.bench.store)
        return Told(situation, bot.replies.to(Asked(situation.typed, PROMPT, situation.shared_by)), bot)

    def tell_alone(situation: Situation) -> Told:
        """The others give back their connections, of which a server has a hundred, until they are asked again."""
        told = tell(situation)
        for other in bots:
            if other is not told.bot:
                other.bench.store.close()
        return told

    yield tell_alone
    for bot in bots:
        bot.bench.store.close()


@pytest.fixture
def bot(tell: Tell) -> Kpibot:
    return tell(situations.HELP[0]).bot


@every
def test_it_reads_like_this(tell: Tell, situation: Situation, snapshot: SnapshotAssertion) -> None:
    assert as_read(tell(situation).message) == snapshot


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.sentence)
def test_an_error_reads_like_this(bot: Kpibot, error: KpibotError, snapshot: SnapshotAssertion) -> None:
    message = bot.replies.to_error(error, PROMPT)
    assert_taken(message)
    assert as_read(message) == snapshot


def test_a_line_that_is_too_long_to_type_is_left_to_its_button(bot: Kpibot) -> None:
    long = "csat 2026-W30 " + "channel:email," * 10 + "chat"
    message = bot.replies.to_error(QuestionError("I don't know “x”.", long, "csat"), PROMPT)
    assert offered(message) == ["/kpi csat"]
    assert [buttons.question(value) for value in asked_by_buttons(message)] == [long, "csat"]
    assert offered(bot.replies.to_error(QuestionError("I don't know “x”.", long), PROMPT)) == ["/kpi help"]


def test_an_answer_to_a_long_question_shows_no_piece_of_it_as_code(tell: Tell) -> None:
    names = [f"an intent with a name that goes on and on, a little further than others, number {n}" for n in range(4)]
    rows = [row for name in names for row in situations.labelled(rated(LAST_WEEK, 3, 1), intent=name)]
    asked = " ".join(f'intent:"{name}"' for name in names)
    told = [
        tell(Situation("long", f"{verb} csat {period} {asked}", situations.desk(rows), shared_by=shared)).message
        for verb in ("", "tickets", "explain")
        for period in ("last week", "2025")
        for shared in (None, "U0ADA00001")
    ]
    for message in told:
        assert offered(message) == []
    assert sum("too long to be shown in full" in f"{message}" for message in told) == len(told)
    empty = [message for message in told if "no ratings" in message.text]
    assert len(empty) == 6
    assert all("The newest data" in button_labels(message) for message in empty)


def test_a_failure_says_that_it_is_ours_and_gives_its_id(bot: Kpibot, snapshot: SnapshotAssertion) -> None:
    message = bot.bench.messages.render("failure.j2", id="0123abcd")
    assert_taken(message)
    assert as_read(message) == snapshot


@every
def test_slack_takes_it(tell: Tell, situation: Situation) -> None:
    assert_taken(tell(situation).message)


@every
def test_a_terminal_shows_every_word_of_it(tell: Tell, situation: Situation) -> None:
    message = tell(situation).message
    printed = in_a_terminal(message)
    lines = [line for text in mrkdwn_texts(message) for line in spans.plain(text).splitlines()]
    assert [line for line in lines if line.strip() not in printed] == []
    assert [cell for cell in [*cells(message), *figures(message)] if cell not in printed] == []
    assert "`" not in printed


@every_readout
def test_the_notification_says_the_value_and_its_change(tell: Tell, situation: Situation) -> None:
    told = tell(situation)
    found = told.readout
    said = [found.kpi.title]
    if found.reading is None or not found.connected:
        said.append("not connected")
    elif found.reading.value is None:
        said.append("no data")
    else:
        said.append(words.amount(found.reading.value, found.kpi.unit))
    if found.change.absolute:
        said.append(", up " if found.change.absolute > 0 else ", down ")
    assert [each for each in said if each not in told.message.text] == []


@every_readout
def test_the_notification_tells_what_the_paragraph_tells(tell: Tell, situation: Situation) -> None:
    message = tell(situation).message
    section = next(block for block in message.blocks if "text" in block and block["type"] == "section")
    lines = spans.plain(section["text"]["text"]).splitlines()
    assert [line for line in lines if line not in message.text and "kpibot import" not in line] == []


@in_groups("first response time", "resolution time")
def test_no_duration_goes_without_saying_which_average_it_is(tell: Tell, situation: Situation) -> None:
    found = tell(situation).readout
    assert found.reading is None or found.reading.value is None or ": median " in tell(situation).message.text


@every
def test_every_line_that_is_offered_works_when_typed(tell: Tell, situation: Situation) -> None:
    told = tell(situation)
    for line in offered(told.message):
        assert told.is_understood(line), line


def test_lines_are_offered_where_something_else_has_to_be_typed(tell: Tell) -> None:
    """Or else the test before this one would test nothing."""
    silent = [each.name for each in situations.HELP if not offered(tell(each).message)]
    assert silent == ["thanks"]


@pytest.mark.parametrize("situation", NEWER, ids=lambda situation: situation.typed)
def test_where_newer_data_are_named_the_line_has_some(tell: Tell, situation: Situation) -> None:
    told = tell(situation)
    told_first = Message("", [block for block in told.message.blocks if block["type"] == "section"])
    lines = [line for line in offered(told_first) if any(digit in line for digit in "0123456789")]
    assert lines
    for line in lines:
        assert "no data" not in told.answers(line).blocks[0]["text"]["text"]


def test_every_period_that_help_names_works(bot: Kpibot) -> None:
    message = bot.replies.to(Asked("help", PROMPT))
    [text] = [text for text in mrkdwn_texts(message) if text.startswith("*Periods*")]
    named = text.split("`")[1::2]
    assert len(named) > 5
    for name in named:
        period.parse(name, moment(situations.NOW).date(), BERLIN)


def test_a_button_of_another_version_says_what_to_do_instead(bot: Kpibot) -> None:
    with pytest.raises(UserError) as caught:
        buttons.question("not ours")
    [line] = offered(bot.replies.to_error(caught.value, PROMPT))
    assert line == "/kpi"


@in_groups("told apart", "behind", "overview", "help")
def test_every_button_asks_something_that_is_answered(tell: Tell, situation: Situation) -> None:
    told = tell(situation)
    for value in asked_by_buttons(told.message):
        assert told.answers(buttons.question(value)).blocks, value


@every
def test_no_button_asks_what_has_just_been_answered(tell: Tell, situation: Situation) -> None:
    message = tell(situation).message
    understood = re.findall(r"Asked: `/kpi ([^`]*)`", " ".join(mrkdwn_texts(message)))
    values = [value for value in asked_by_buttons(message) if value != share_value(message)]
    assert [value for value in values if buttons.question(value) in understood] == []


def test_an_answer_leads_on_to_what_makes_sense_after_it(tell: Tell) -> None:
    labels = {each.name: button_labels(tell(each).message) for group in GROUPS.values() for each in group}
    plain, no_channel = labels["narrowed"], labels["by channel"]
    beside = ["The tickets", "How it was made"]
    menus = ["Compare with …", "Other period"]
    assert plain == ["Share to channel", "By intent", *beside, "Without the filter", *menus]
    told_apart = ["By intent", "By week", *beside, "The number", "Only one channel …", *menus]
    assert no_channel == ["Share to channel", *told_apart]
    assert labels["by channel, shared"] == told_apart
    assert labels["up, surely"] == ["Share to channel", *beside, *menus]
    assert labels["no data, ever"] == ["Other period"]
    assert labels["not connected, explained"] == []
    paging = ["All as CSV", "Sorted by …"]
    assert labels["tickets"] == [*paging, "Share to channel", "The number", "How it was made", "Other period"]
    assert labels["more tickets than fit"][:3] == ["Next 50", *paging]
    assert labels["explained"] == ["Share to channel", "The number", "The tickets"]


def test_a_question_that_is_too_long_for_a_menu_has_buttons_and_no_menu(tell: Tell) -> None:
    names = [f"an intent with a name that goes on and on, a little further than others, number {n}" for n in (1, 2)]
    rows = [row for name in names for row in situations.labelled(rated(LAST_WEEK, 3, 1), intent=name)]
    typed = " ".join(["csat last week", *(f'intent:"{name}"' for name in names)])
    labels = button_labels(tell(Situation("long", typed, situations.desk(rows))).message)
    assert labels == ["Share to channel", "By intent", "The tickets", "How it was made", "Without the filter"]


def test_only_whoever_asks_alone_sees_subjects(tell: Tell) -> None:
    alone, shared = (each for each in situations.BEHIND if each.name in ("tickets", "tickets, shared"))
    assert "Where is my money?" in cells(tell(alone).message)
    assert "Where is my money?" in tell(alone).message.text
    assert "money" not in f"{tell(shared).message}"
    mention = tell(alone).bot.registry.answer(Asked("tickets csat last week", "@kpibot"))
    assert "money" not in f"{mention}"


def test_tickets_lead_to_the_help_desk(tell: Tell) -> None:
    [table] = [block for block in tell(situations.BEHIND[0]).message.blocks if block["type"] == "data_table"]
    assert cell_url(table["rows"][1][0]) == f"https://desk.example/tickets/{cell_text(table['rows'][1][0])[2:]}"


@every
def test_where_a_workspace_refuses_tables_and_charts_text_says_the_same(tell: Tell, situation: Situation) -> None:
    message = tell(situation).message
    form = message.without(message.native)
    assert_taken(form)
    assert form.native == frozenset()
    shown = " ".join(spans.plain(text) for text in mrkdwn_texts(form)).split()
    told = [word for cell in [*cells(message), *figures(message)] for word in cell.split()]
    assert [word for word in told if word not in shown] == []


@in_groups("told apart", "overview")
def test_the_notification_says_what_the_table_or_chart_shows(tell: Tell, situation: Situation) -> None:
    message = tell(situation).message
    amounts = [
        cell for cell in [*cells(message), *figures(message)] if re.fullmatch(r"(median )?[\d,.]+ (%|h|min).*", cell)
    ]
    assert [each for each in amounts if each not in message.text] == []


def button_labels(message: Message) -> list[str]:
    elements = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    return [element.get("text", element.get("placeholder"))["text"] for element in elements]


def asked_by_buttons(message: Message) -> list[str]:
    """The value of each button and option that asks something, or shares it."""
    elements = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    asking = [each for each in elements if each["action_id"] not in NOT_ASKING]
    assert all(buttons.ASK.match(each["action_id"]) or each["action_id"] == buttons.SHARE for each in asking)
    return [each["value"] for element in asking for each in element.get("options", [element])]


def share_value(message: Message) -> str | None:
    elements = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    return next((each["value"] for each in elements if each["action_id"] == buttons.SHARE), None)


def figures(message: Message) -> list[str]:
    """The labels and figures of its charts."""
    charts = [block["chart"] for block in message.blocks if block["type"] == "data_visualization"]
    return [cell for chart in charts for row in text_forms.bars(chart) for cell in row if "█" not in cell]


def assert_taken(message: Message) -> None:
    assert limits.problems(message) == []
    assert message_problems(message.blocks) == []
