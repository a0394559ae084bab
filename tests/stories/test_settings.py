"""A team decides all that it decides in Slack: by forms and by words; and only who may."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.playground.server import LocalSlack
from bot.playground.workspace import BOT_USER_ID
from kpi.model import Label, Setting, Ticket, table
from kpi.store import Store
from tests.stories.conftest import bot_in_slack
from tests.support.databases import a_store
from tests.support.local_slack import Json, Person, SeenMessage, call
from tests.support.tickets import add, ticket

REFUSED = "Only admins of this workspace may change that."
HOLIDAYS = "*holidays*: none → DE-BY"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One in which nothing is decided yet; a conversation has a subject."""
    store = a_store(tmp_path)
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00", channel="email", subject="Where is my order?"))
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded="email", spelling="Email"))
    yield store
    store.close()


@pytest.fixture
def slack(store: Store) -> Iterator[LocalSlack]:
    with bot_in_slack(str(store.url)) as slack:
        yield slack


@pytest.fixture
def mia(slack: LocalSlack) -> Person:
    """The owner of the workspace."""
    return Person(slack, "Mia")


def opens(person: Person, button: str, title: str) -> Json:
    """The form behind a button of the settings."""
    person.presses(person.types("/kpi settings"), button)
    return person.waits_for_modal(title)


def filled(form: Json) -> dict[str, Any]:
    """What stands in the form's inputs."""
    return {block: next(iter(entries.values())) for block, entries in form["state"]["values"].items()}


def test_everybody_reads_what_is_decided_and_where_it_comes_from(ada: Person, ben: Person) -> None:
    ada.types("/kpi target csat 85")
    page = ben.types("/kpi settings").plain
    assert "Time zone: Europe/Berlin · environment (TIMEZONE)" in page
    assert "CSAT: 85 %, bad 75 % · Ada Okafor, 27 Jul 2026, 09:30" in page
    assert "Subjects of conversations: kept · default" in page
    assert "1 source: desk" in page


def test_a_form_shows_what_is_in_force_and_changes_only_what_was_changed(ada: Person) -> None:
    form = opens(ada, "Change numbers", "Numbers")
    assert filled(form)["zone"]["value"] == "Europe/Berlin"
    assert filled(form)["unclassified"]["value"] == "general, misc, other, question"
    assert ada.submits(form, currency="usd") == {}
    answer = ada.waits_for("*currency*: EUR → USD")
    assert answer.ephemeral
    assert "zone" not in answer.plain
    ada.presses(answer, "Who changed what")
    ada.waits_for("currency: default → USD")


def test_a_wrong_field_is_told_there_and_nothing_of_the_form_is_kept(ada: Person) -> None:
    form = opens(ada, "Change numbers", "Numbers")
    wrong = ada.submits(form, currency="EURO", zone="Berlin")
    assert wrong == {
        "zone": "“Berlin” is not a time zone; it has to be an IANA name, never a fixed offset. Try Europe/Berlin",
        "currency": "“EURO” is not a currency's code of three letters. Try EUR",
    }
    wrong = ada.submits(form, currency="USD", zone="Mars")
    assert wrong.keys() == {"zone"}
    assert "currency*: EUR" not in ada.types("/kpi history").plain
    assert "Nothing was changed yet" in ada.types("/kpi history").plain


@pytest.mark.usefixtures("kind_of_database")
def test_hours_and_holidays_restate_the_past_and_what_moved_is_told_at_the_end(ada: Person) -> None:
    form = opens(ada, "Change hours", "Opening hours")
    assert ada.submits(form, hours="mon-fri 9-17", holidays="DE-BY", closed_days="2026-12-24") == {}
    answer = ada.waits_for(HOLIDAYS)
    assert "*hours*: not set" in answer.plain
    assert "*closed_days*: none → 2026-12-24" in answer.plain
    ada.waits_for("counted anew")
    again = opens(ada, "Change hours", "Opening hours")
    assert filled(again)["hours"]["value"] == "Mon–Fri 09:00–17:00"
    assert ada.submits(again, hours=None, closed_days=None) == {}
    ada.waits_for("*closed_days*: 2026-12-24 → none")


def test_a_target_is_shown_when_it_is_chosen_and_set_in_one_channel(ada: Person) -> None:
    form = opens(ada, "Change a target", "A target")
    ada.chooses_in(form, "which", "choose_target", "target.csat")
    form = waits_until(ada, "target target.csat")
    assert filled(form)["target target.csat"]["value"] == "80 %"
    ada.chooses_in(form, "where", "choose_target", ":email")
    name = "target.csat channel:email"
    form = waits_until(ada, f"target {name}")
    wrong = ada.submits(form, **{f"target {name}": "much"})
    assert wrong == {f"target {name}": "“much” is not a number. Try 75 %"}
    wrong = ada.submits(form, **{f"target {name}": "85", f"bad {name}": "90"})
    assert "what is bad has to be lower than the target" in wrong[f"bad {name}"]
    assert ada.submits(form, **{f"target {name}": "85", f"bad {name}": "60 %"}) == {}
    ada.waits_for("*target.csat channel:email*: default → 85 %, bad 60 %")


def waits_until(person: Person, block: str) -> Json:
    """The form as soon as it has this input."""
    for _ in range(500):
        form = person.waits_for_modal("A target")
        if block in form["state"]["values"]:
            return form
    raise AssertionError(f"No {block!r} in {form['state']['values']}")


def test_turning_subjects_off_deletes_them_once_that_is_said(store: Store, ada: Person) -> None:
    form = opens(ada, "Change privacy", "Privacy")
    wrong = ada.submits(form, subjects="off")
    said = "That deletes the subjects that are kept, for good. Tick this if you want that."
    assert wrong == {"delete_subjects": said}
    assert ada.submits(form, subjects="off", delete_subjects=["delete"]) == {}
    answer = ada.waits_for("*subjects*: on → off")
    assert "What was kept of it is being deleted." in answer.plain
    give_up_at = time.monotonic() + 10
    kept: Sequence[str | None] = ["?"]
    while kept != [None]:
        assert time.monotonic() < give_up_at, kept
        with store.reading() as connection:
            kept = connection.scalars(select(table(Ticket).c.subject)).all()
        time.sleep(0.02)


def test_a_tick_beside_what_is_kept_changes_nothing(ada: Person) -> None:
    form = opens(ada, "Change privacy", "Privacy")
    assert ada.submits(form, subjects="on", delete_subjects=["delete"]) == {}
    ada.waits_for("Nothing was changed.")
    assert "Nothing was changed yet" in ada.types("/kpi history").plain


def test_whom_an_admin_has_named_takes_back_a_setting_that_cannot_be_used(
    store: Store, ada: Person, ben: Person
) -> None:
    ada.types(f"/kpi config admins +@{ben.id}")
    with store.writing() as connection:
        connection.execute(insert(table(Setting)).values(key="zone", value="Mars/Base", who="Ann", at=1))
    form = opens(ben, "Change numbers", "Numbers")
    assert ben.submits(form, zone=None) == {}
    assert "→ Europe/Berlin" in ben.waits_for("*zone*: cannot be used").plain


def test_whom_an_admin_names_may_change_things_and_is_named_in_the_history(ada: Person, ben: Person) -> None:
    form = opens(ada, "Change admins", "Admins")
    assert ada.submits(form, admins=[ben.id]) == {}
    assert "nobody else → Ben Castillo (@U0BEN00001)" in ada.waits_for("*admins*").plain
    assert "*currency*: EUR → USD" in ben.types("/kpi config currency usd").plain
    assert "Named by them: Ben Castillo (@U0BEN00001)" in ben.types("/kpi settings").plain
    assert filled(opens(ben, "Change admins", "Admins"))["admins"]["selected_users"] == [ben.id]
    assert "→ nobody else" in ada.types("/kpi config admins -@ben").plain
    assert REFUSED in ben.types("/kpi config currency eur").plain
    assert "Ben Castillo (@U0BEN00001) → nobody else" in ben.types("/kpi history").plain


def test_apps_and_unknown_people_cannot_be_named(ada: Person) -> None:
    form = opens(ada, "Change admins", "Admins")
    wrong = ada.submits(form, admins=[BOT_USER_ID])
    assert "is an app, and no app can be an admin." in wrong["admins"]
    assert "Nobody in this workspace has the ID U0NOBODY1." in ada.types("/kpi config admins +@U0NOBODY1").plain
    assert "“@nobody” is nobody's member ID." in ada.types("/kpi config admins +@nobody").plain


def test_who_is_no_admin_is_told_who_can_grant_it(ada: Person, ben: Person) -> None:
    page = ada.asks("@kpibot settings")
    for button in ("Change numbers", "Change hours", "Change a target", "Change admins", "Change privacy"):
        ben.presses(page, button)
    told = ben.waits_for(REFUSED)
    assert told.ephemeral
    assert "Ask Ada Okafor or Mia Lindqvist to do it, or to let you: `/kpi config admins +@U0BEN00001`" in told.plain
    assert ben.modals == []


def test_who_is_no_admin_any_more_when_the_form_is_submitted_changes_nothing(ada: Person, ben: Person) -> None:
    ada.types("/kpi config admins +@ben")
    form = opens(ben, "Change numbers", "Numbers")
    ada.types("/kpi config admins none")
    assert ben.submits(form, currency="USD") == {}
    assert ben.waits_for(REFUSED).ephemeral
    assert "currency" not in ada.types("/kpi history").plain


def test_what_another_has_changed_meanwhile_is_not_changed_back(ada: Person, mia: Person) -> None:
    form = opens(ada, "Change numbers", "Numbers")
    mia.types("/kpi config currency usd")
    wrong = ada.submits(form, zone="Asia/Tokyo")
    assert "Somebody has changed this since you opened the form." in wrong["zone"]


def test_when_slack_does_not_tell_the_admins_the_refusal_says_so_in_general(slack: LocalSlack, ben: Person) -> None:
    call(slack, "faults", {"fail": {"method": "users.list", "error": "missing_scope", "times": 1}})
    told = ben.types("/kpi config currency usd")
    assert REFUSED in told.plain
    assert "or whoever runs kpibot to add U0BEN00001 to `KPIBOT_ADMINS`" in told.plain


def test_where_everybody_sees_the_settings_the_answer_to_a_form_is_for_its_filler(ada: Person, ben: Person) -> None:
    page: SeenMessage = ada.asks("@kpibot settings")
    ada.presses(page, "Change numbers")
    assert ada.submits(ada.waits_for_modal("Numbers"), currency="USD") == {}
    assert ada.waits_for("*currency*: EUR → USD").ephemeral
    assert "currency*: EUR" not in " ".join(message.plain for message in ben.sees())
