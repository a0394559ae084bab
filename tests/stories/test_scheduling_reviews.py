"""A team says when its weekly reviews come, and sees one beforehand."""

from collections.abc import Iterator

import pytest

from bot.playground.server import LocalSlack
from tests.stories.conftest import bot_in_slack
from tests.support.local_slack import Person

FORM = "Weekly review"
NEXT = "Monday 3 August 2026 at 09:00 (Europe/Berlin)"
ONLY_ADMINS = "Only admins of this workspace may change that."


@pytest.fixture
def slack(own_history: str) -> Iterator[LocalSlack]:
    """No reviews are scheduled yet."""
    with bot_in_slack(own_history) as slack:
        yield slack


def test_a_form_schedules_a_review_and_the_answer_says_when_the_next_one_comes(ada: Person) -> None:
    ada.enters("/kpi schedule")
    form = ada.waits_for_modal(FORM)
    assert form["state"]["values"]["hour"]["value"]["selected_time"] == "09:00"
    wrong = ada.submits(form, zone="Berlin", filters="sales figures")
    assert wrong.keys() == {"zone", "filters"}
    assert wrong["zone"].startswith("“Berlin” is not a time zone")
    assert ada.submits(form, zone="Europe/Berlin", filters=None, weekday="tuesday", hour="08:30") == {}
    told = ada.waits_for("Reviews are scheduled")
    assert told.ephemeral
    assert "every Tuesday at 08:30 (Europe/Berlin)" in told.plain
    assert "Tuesday 28 July 2026 at 08:30 (Europe/Berlin), about the week of 20 July 2026" in told.plain
    ada.enters("/kpi schedule edit")
    again = ada.waits_for_modal(FORM)
    assert again["state"]["values"]["hour"]["value"]["selected_time"] == "08:30", "it is filled in as it is"


def test_words_schedule_pause_resume_and_remove(ada: Person, ben: Person) -> None:
    assert NEXT in ada.types("/kpi schedule monday 9:00 channel:email").plain
    assert "only channel:email" in ben.types("/kpi schedule list").plain
    assert "They rest" in ada.types("/kpi schedule pause").plain
    assert "rest already" in ada.types("/kpi schedule pause").plain
    assert NEXT in ada.types("/kpi schedule resume").plain
    assert "/kpi schedule monday 09:00 Europe/Berlin channel:email" in ada.types("/kpi schedule remove").plain
    assert "No reviews are scheduled in this channel." in ada.types("/kpi schedule pause").plain


def test_only_an_admin_or_the_owner_changes_a_schedule(ada: Person, ben: Person) -> None:
    ben.enters("/kpi schedule")
    assert ben.waits_for(ONLY_ADMINS).ephemeral
    assert ben.modals == []
    ada.types("/kpi schedule monday 9:00")
    assert ONLY_ADMINS in ben.types("/kpi schedule remove").plain


def test_where_the_bot_is_not_it_says_how_to_invite_it(ada: Person) -> None:
    assert "Type `/invite @kpibot` here" in ada.types("/kpi schedule monday 9:00", "random").plain
    assert "Type `/invite @kpibot` here" in ada.types("/kpi schedule monday 9:00", "leadership").plain
    assert "I post in channels" in ada.types("/kpi schedule monday 9:00", ada.direct).plain
    assert "A focus is a channel's own" in ada.types("/kpi focus unpark csat", ada.direct).plain


def test_a_test_is_for_the_asker_alone_and_keeps_nothing(ada: Person, ben: Person) -> None:
    shown = ada.types("/kpi schedule test")
    ada.waits_for("This is a test")
    assert shown.ephemeral
    assert "no focus at the moment" in ada.types("/kpi focus").plain
    assert ben.sees() == []
    ada.types("@kpibot schedule test")
    assert "A test is for you alone" in ada.waits_for("A test is for you alone").plain
