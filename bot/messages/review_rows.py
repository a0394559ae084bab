"""The KPIs of a week's review as rows of a table."""

from dataclasses import dataclass

from bot.messages import table_words
from bot.messages.mrkdwn import shorten
from kpi import words
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.review.review import Review
from kpi.review.standing import Standing
from kpi.team.targets import BOT
from kpi.wording import state_words

_LONGEST_NAME = 60


@dataclass(frozen=True)
class ReviewRow:
    """One KPI, in words: this week, last week, how it changed and whether that is more than noise, what it is measured
    by, and how it stands."""

    kpi: str
    now: str
    before: str
    change: str
    wanted: str
    state: str


def review_rows(review: Review) -> list[ReviewRow]:
    """All ten, in the catalogue's order."""
    return [_row(each) for each in review.week.standings]


def _row(standing: Standing) -> ReviewRow:
    readout = standing.readout
    reading, baseline = readout.reading, readout.baseline
    if reading is None or not readout.connected:
        return ReviewRow(_title(standing), "not connected", *(table_words.NOTHING,) * 3, "not judged")
    return ReviewRow(
        kpi=_title(standing),
        now=table_words.value(reading.sample, readout),
        before=table_words.value(baseline.sample, readout) if baseline else table_words.NOTHING,
        change=table_words.change(readout),
        wanted=_wanted(standing),
        state=_state(standing),
    )


def _title(standing: Standing) -> str:
    if standing.kpi == INTENT_DISTRIBUTION and standing.intent:
        return shorten(f"{standing.kpi.title}, {standing.intent}", _LONGEST_NAME)
    return ", ".join(filter(None, (standing.kpi.title, standing.kpi.value_is)))


def _wanted(standing: Standing) -> str:
    """ "80 % or more", "usually 16 h 34 min" """
    readout = standing.readout
    if readout.target is not None:
        return state_words.wanted(readout.kpi, standing.against or readout.target, readout.currency)
    if readout.usual is None:
        return table_words.NOTHING
    return f"usually {words.amount(readout.usual.value, readout.kpi.unit, readout.currency)}"


def _state(standing: Standing) -> str:
    """ "missed", "missed: last 4 weeks 72 %", "missed by the bot: median 40 min", "not judged" """
    said = state_words.reached(standing.state)
    readout, sample = standing.readout, standing.sample
    if standing.state is None or sample is None or sample.value is None:
        return said
    by_bot = standing.row is not None and standing.row.name == BOT
    over = f"{readout.window.called} " if readout.window else ""
    if by_bot:
        return f"{said} by the bot: {over}{table_words.value(sample, readout)}"
    return f"{said}: {over}{table_words.value(sample, readout)}" if over else said
