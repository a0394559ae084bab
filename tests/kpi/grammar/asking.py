"""Questions asked on Monday 27 July 2026."""

from datetime import date

import pytest

from kpi.labels import Labels
from kpi.question import Question, QuestionError, parse
from tests.support.labels import TEAM_LABELS
from tests.support.tickets import BERLIN

TODAY = date(2026, 7, 27)
WAYS = "channel, intent, team, priority, language, source or opening hours"
DAYS = "2026-07-20..2026-07-26"


def asked(text: str, labels: Labels = TEAM_LABELS) -> Question:
    return parse(text, TODAY, BERLIN, labels)


def read(text: str, labels: Labels = TEAM_LABELS) -> str:
    """The question in `text`, written out with the KPI's key in place of its short name."""
    return _by_key(asked(text, labels).text, labels)


def offered(text: str, labels: Labels = TEAM_LABELS) -> tuple[str, tuple[str, ...]]:
    """Why the text is no question, and the lines that are offered instead, written as those of `read`."""
    error = refused(text, labels)
    return error.sentence, tuple(_by_key(line, labels) for line in error.lines)


def _by_key(line: str, labels: Labels) -> str:
    kpi = asked(line, labels).kpi
    return f"{kpi.key}{line.removeprefix(kpi.name)}"


def refused(text: str, labels: Labels = TEAM_LABELS) -> QuestionError:
    """Why the text is no question; the lines that are offered instead are some."""
    with pytest.raises(QuestionError) as caught:
        asked(text, labels)
    for line in caught.value.lines:
        asked(line, labels)
    return caught.value
