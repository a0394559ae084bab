"""Questions asked on Monday 27 July 2026."""

from datetime import date

import pytest

from kpi.labels import Labels
from kpi.question import Question, QuestionError, parse
from tests.support.labels import TEAM_LABELS
from tests.support.tickets import BERLIN

TODAY = date(2026, 7, 27)
DAYS = "2026-07-20..2026-07-26"


def asked(text: str, labels: Labels = TEAM_LABELS) -> Question:
    return parse(text, TODAY, BERLIN, labels)


def refused(text: str, labels: Labels = TEAM_LABELS) -> QuestionError:
    """Why the text is no question; the lines that are offered instead are some."""
    with pytest.raises(QuestionError) as caught:
        asked(text, labels)
    for line in caught.value.lines:
        asked(line, labels)
    return caught.value
