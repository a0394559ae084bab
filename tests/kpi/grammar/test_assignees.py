"""Questions about assignees, which only admins may ask. Today is Monday 27 July 2026."""

from collections.abc import Mapping

import pytest

from kpi.dimensions import ASSIGNEE, Dimension
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from tests.kpi.grammar.asking import asked, offered
from tests.support.labels import TEAM_LABELS


class ForOthers:
    """Labels of which whoever asks may not see assignees."""

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        if dimension == ASSIGNEE:
            raise UserError("Not for you.")
        return TEAM_LABELS.values(dimension)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("csat june by assignee", "csat 2026-06 by assignee"),
        ("csat june by agent", "csat 2026-06 by assignee"),
        ("csat by rep in june", "csat 2026-06 by assignee"),
        ("how was our csat per assignee in june?", "csat 2026-06 by assignee"),
        ("agents csat june", "csat 2026-06 by assignee"),
        ("csat june by assigne", "csat 2026-06 by assignee"),
        ('csat june assignee:"Ada Lovelace"', 'csat 2026-06 assignee:"Ada Lovelace"'),
        ("csat assignee:ada  LOVELACE june", 'csat 2026-06 assignee:"Ada Lovelace"'),
        ("csat assignee:bo van der berg june", 'csat 2026-06 assignee:"Bo van der Berg"'),
        ("csat assignee:lovelace june", 'csat 2026-06 assignee:"Ada Lovelace"'),
        ("csat agent:bo june by channel", 'csat 2026-06 by channel assignee:"Bo van der Berg"'),
        ("csat assignee:lovelace,bo june", 'csat 2026-06 assignee:"Ada Lovelace","Bo van der Berg"'),
        ("csat june assignee:none", 'csat 2026-06 assignee:""'),
    ],
)
def test_a_number_is_asked_for_by_assignee_or_of_some(typed: str, question: str) -> None:
    assert asked(typed).text == question


def test_a_name_that_two_have_is_asked_back() -> None:
    sentence, lines = offered("csat june assignee:ada")
    assert sentence == "I know no assignee “ada”. There are Ada Lovelace, Ada Byron and Bo van der Berg."
    assert lines == ("csat june by assignee", "csat june")


@pytest.mark.parametrize("typed", ["csat lovelace", "csat team:lovelace", "csat ada lovelace", "csat webform bo"])
def test_a_name_by_itself_is_never_recognised(typed: str) -> None:
    with pytest.raises(QuestionError) as caught:
        asked(typed)
    assert "assignee" not in str(caught.value)
    assert "Lovelace" not in caught.value.sentence
    assert not any("assignee" in line or "Lovelace" in line for line in caught.value.lines)


@pytest.mark.parametrize(
    "typed",
    [
        "csat by assignee",
        "csat agents",
        "csat by agnet",
        "csat assignee:ada",
        "csat assignee:nobody",
        "csat assignee:none",
        'csat assignee:""',
        'csat channel:email assignee:""',
        "csat by channel assignee:lovelace",
    ],
)
def test_the_labels_refuse_whoever_may_not_see_assignees(typed: str) -> None:
    with pytest.raises(UserError, match=r"Not for you\."):
        asked(typed, ForOthers())


@pytest.mark.parametrize(
    "typed", ["csat", "csat channel:email", "csat by team weekly", 'csat "email"', "volume tier 2"]
)
def test_the_labels_of_assignees_are_not_read_for_any_other_question(typed: str) -> None:
    assert asked(typed, ForOthers()) == asked(typed)


def test_what_is_like_a_word_for_assignees_is_refused_as_any_other_word() -> None:
    with pytest.raises(QuestionError) as caught:
        asked("csat by agency", ForOthers())
    assert caught.value.sentence.startswith("I cannot tell conversations apart by “agency”")
    assert "csat" in caught.value.lines
    assert not any("assignee" in line for line in caught.value.lines)
