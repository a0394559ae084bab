"""A team decides what its support costs, what happened when, and how it is judged; others only read that."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.playground.server import LocalSlack
from kpi.model import Import, Label, Search, table
from kpi.store import Store
from tests.stories.conftest import bot_in_slack
from tests.support.databases import a_database
from tests.support.local_slack import Person, SeenMessage, call
from tests.support.tickets import add, at, day, ticket

REFUSED = "Only admins of this workspace may change that."
FORM = "Add a cost"
AGENTS = {"amount": "14,200", "category": "agents", "first_day": "2026-07-01"}
RAISE = "From 1 July 2026, support costs 14,200 EUR a month (it was 12,400 EUR)."


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A store in which nothing is decided yet."""
    return a_database(tmp_path)


@pytest.fixture
def slack(database: str) -> Iterator[LocalSlack]:
    with bot_in_slack(database) as slack:
        yield slack


@pytest.fixture
def ben(slack: LocalSlack) -> Person:
    """An agent, who is no admin."""
    return Person(slack, "Ben")


def opens_form(person: Person, channel: str = "support") -> SeenMessage:
    """The ledger of which the button was pressed; the form is open then."""
    ledger = person.types("/kpi costs", channel)
    person.presses(ledger, FORM)
    return ledger


def answer_to(response_url: str) -> None:
    asked = urllib.request.Request(response_url, json.dumps({"text": "Used up"}).encode())
    # The machine's HTTP proxy has no business with a server on this machine.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=30) as answer:
        assert answer.status == 200


def fail(slack: LocalSlack, method: str, error: str) -> None:
    call(slack, "faults", {"fail": {"method": method, "error": error, "times": 1}})


def test_a_cost_is_added_in_a_form_and_the_answer_says_what_it_changed(ada: Person, ben: Person) -> None:
    ada.types("/kpi costs add 12,400 agents from 2026-01")
    opens_form(ada)
    assert ada.submits(ada.waits_for_modal(FORM), **AGENTS, note="A fourth person") == {}
    answer = ada.waits_for(RAISE)
    assert answer.ephemeral
    assert "14,200 EUR a month for agents from 1 July 2026 until changed (A fourth person)" in answer.plain
    assert "12,400 EUR a month for agents from 1 January 2026 until changed ends on 30 June 2026" in answer.plain
    assert (ada.modals, ben.sees()) == ([], [])
    ada.presses(answer, "All costs")
    ledger = ada.waits_for("July 2026: 14,200 EUR").plain
    assert "Ada Okafor, 27 Jul 2026, 09:30" in ledger


def test_what_is_wrong_is_said_beside_the_field_and_mended_there(ada: Person) -> None:
    opens_form(ada)
    form = ada.waits_for_modal(FORM)
    wrong = ada.submits(form, **{**AGENTS, "amount": "=1+1"}, last_day="2026-06-30")
    assert wrong == {"amount": "“=1+1” is not an amount.", "last_day": "That is before the first day."}
    wrong = ada.submits(form, amount="350", last_day=None, spread="in_all")
    assert wrong == {"last_day": "An amount in all needs a last day."}
    assert ada.submits(form, amount="350", last_day="2026-07-31", note="=1+1 <!channel> *bold*") == {}
    answer = ada.waits_for("In July 2026, support costs 350 EUR (nothing was entered before).")
    assert "(=1+1 &lt;!channel&gt; " in answer.plain, "what was typed is shown, and mentions nobody"


def test_the_same_cost_is_not_entered_twice(ada: Person) -> None:
    ada.types("/kpi costs add 14,200 agents from 2026-07")
    opens_form(ada)
    wrong = ada.submits(ada.waits_for_modal(FORM), **AGENTS)
    assert wrong == {"note": "That cost is there already, as number 1. Another needs a note."}


def test_where_the_bot_is_no_member_the_form_works_as_well(ada: Person) -> None:
    opens_form(ada, "random")
    assert ada.submits(ada.waits_for_modal(FORM), **AGENTS) == {}
    assert ada.waits_for("support costs 14,200 EUR a month", "random").ephemeral


@pytest.mark.parametrize("channel", ["support", "random"])
def test_a_form_that_was_open_for_too_long_is_answered_all_the_same(ada: Person, channel: str) -> None:
    """Slack takes no more than five answers to a press, and for half an hour. In #random the bot cannot whisper."""
    opens_form(ada, channel)
    form = ada.waits_for_modal(FORM)
    for _ in range(5):
        answer_to(json.loads(form["private_metadata"])["response_url"])
    assert ada.submits(form, **AGENTS) == {}
    answer = ada.waits_for("support costs 14,200 EUR a month", channel if channel == "support" else ada.direct)
    assert answer.ephemeral is (channel == "support")


def test_below_what_everybody_sees_the_form_is_answered_to_its_filler_alone(ada: Person, ben: Person) -> None:
    ledger = ada.asks("@kpibot costs")
    ada.presses(ledger, FORM)
    assert ada.submits(ada.waits_for_modal(FORM), **AGENTS) == {}
    assert ada.waits_for("support costs 14,200 EUR a month").ephemeral
    assert "14,200" not in " ".join(message.plain for message in ben.sees())


def test_who_is_no_admin_is_told_whom_to_ask(ben: Person) -> None:
    for typed in ("costs add 1 agents from 2026-07", "note today x", "hours 24/7", "config zone Asia/Tokyo"):
        told = ben.types(f"/kpi {typed}")
        assert REFUSED in told.plain
        assert f"Ask Ada Okafor or Mia Lindqvist to do it, or to let you: `/kpi config admins +@{ben.id}`" in told.plain
    opens_form(ben)
    assert "Ask Ada Okafor" in ben.waits_for(REFUSED).plain
    assert ben.modals == []
    assert "No costs are entered yet" in ben.types("/kpi costs").plain


def test_a_button_that_somebody_else_was_shown_is_refused_when_it_is_pressed(ada: Person, ben: Person) -> None:
    ada.asks("@kpibot costs add 350 training in 2026-07")
    ledger = ada.asks("@kpibot costs")
    ben.chooses(ledger, "1: 350 EUR in all, training, from 2026-07-01")
    assert ben.waits_for(REFUSED).ephemeral
    ada.chooses(ledger, "1: 350 EUR in all, training, from 2026-07-01")
    assert "Cost 1 is removed" in ada.waits_for("nothing is entered").plain


def test_who_may_no_longer_change_costs_when_the_form_is_submitted_changes_nothing(
    slack: LocalSlack, ada: Person
) -> None:
    opens_form(ada)
    form = ada.waits_for_modal(FORM)
    fail(slack, "users.info", "account_inactive")
    assert ada.submits(form, **AGENTS) == {}
    ada.waits_for("My account in this workspace has been switched off.")
    assert "No costs are entered yet" in ada.types("/kpi costs").plain


def test_whom_the_operator_has_named_may_change_things(database: str) -> None:
    with bot_in_slack(database, admins="U0BEN00001, U0XYZ00001") as slack:
        ben = Person(slack, "Ben")
        assert "Note 1 is kept." in ben.types('/kpi note 21 July "release 4.2 broke login"').plain
        assert "Ben Castillo" in ben.types("/kpi notes").plain


def test_when_slack_was_too_slow_to_open_the_form_it_says_so(slack: LocalSlack, ada: Person) -> None:
    fail(slack, "views.open", "expired_trigger_id")
    opens_form(ada)
    assert "Please press again." in ada.waits_for("longer than the three seconds").plain
    opens_form(ada)
    ada.waits_for_modal(FORM)


def test_a_cost_is_removed_from_the_menu_and_the_answer_has_the_line_that_enters_it_again(ada: Person) -> None:
    ada.types("/kpi costs add 350 training in 2026-03 --note “two days”")
    ledger = ada.types("/kpi costs")
    ada.chooses(ledger, "1: 350 EUR in all, training, from 2026-03-01 (two days)")
    gone = ada.waits_for("Cost 1 is removed")
    assert gone.ts == ledger.ts, "it takes the place of the ledger"
    line = gone.plain.split("To enter it again: `")[1].split("`")[0]
    assert "350 EUR in all for training in March 2026 (two days)" in ada.types(line).plain


def test_a_note_for_all_to_see_is_made_once_even_if_its_message_is_edited(ada: Person) -> None:
    said = ada.types('@kpibot note 21 July "release 4.2 broke login"')
    kept = ada.hears(said)
    assert "21 July 2026: release 4.2 broke login." in kept.plain
    ada.edits(said, '@kpibot note 21 July "release 4.2 broke the login"')
    assert "Send it as a new message." in ada.waits_until_changed(kept).plain
    assert ada.types("/kpi notes").plain.count("broke") == 2, "once in the table, once in the menu"


def test_hostile_notes_are_shown_as_they_are_or_refused(ada: Person) -> None:
    ada.types("/kpi note today <!channel> @here *bold* `code`")
    notes = ada.types("/kpi notes")
    assert "<!channel> @here *bold* code" in notes.plain
    formatted = [notes.text, *(block["text"]["text"] for block in notes.blocks if block["type"] == "section")]
    assert "<!channel>" not in "".join(formatted), "nothing in the table is formatted, and elsewhere it is escaped"
    assert "at most 200 characters, and this one has 3000" in ada.types(f"/kpi note today {'x' * 3000}").plain


def test_settings_are_changed_by_words_and_it_is_kept_who_did(ada: Person, ben: Person) -> None:
    assert "Mon–Fri" in ada.types("/kpi hours mon-fri 9-17").plain
    assert "holidays: none → DE-BY" in ada.types("/kpi config holidays DE-BY").text
    assert "80 %, bad 70 % → 85 %, bad 75 %" in ada.types("/kpi target csat 85").plain
    assert "30 min, bad 2 h" in ada.types("/kpi config target frt 30 min in chat").plain
    shown = ben.types("/kpi config").plain
    assert "target.first_response_time.person channel:chat" in shown
    assert "Ada Okafor, 27 Jul 2026, 09:30" in shown
    assert "target.csat: default → 85 %, bad 75 %" in ben.types("/kpi history").plain


def test_a_change_that_restates_is_followed_by_what_has_moved_for_whoever_made_it(database: str) -> None:
    fill(database)
    with bot_in_slack(database) as slack:
        ada, ben = Person(slack, "Ada"), Person(slack, "Ben")
        changed = ada.types("/kpi hours mon-fri 9-17")
        assert "days are being counted anew: past numbers may change." in changed.plain
        told = ada.waits_for("No figure of the last seven days has moved.")
        assert told.ephemeral
        assert ben.sees() == []


def test_a_change_that_everybody_reads_says_in_its_place_that_it_is_done_and_in_the_thread_what_has_moved(
    database: str,
) -> None:
    fill(database)
    with bot_in_slack(database) as slack:
        ada, ben = Person(slack, "Ada"), Person(slack, "Ben")
        said = ada.types("@kpibot hours mon-fri 9-17")
        told = ben.waits_for("No figure of the last seven days has moved.")
        assert told.thread_ts == said.ts
        answer = ben.hears(said)
        assert "days are counted anew." in answer.plain, "it said before that they are being counted"
        assert len([message for message in ben.sees() if message.author == "kpibot"]) == 2
        directly = ada.asks("config zone Asia/Tokyo", ada.direct)
        assert ada.waits_for("No figure of the last seven days has moved.", ada.direct).ts > directly.ts


def test_what_if_and_gaps_are_asked_by_anybody(database: str) -> None:
    fill(database)
    with bot_in_slack(database) as slack:
        ada, ben = Person(slack, "Ada"), Person(slack, "Ben")
        ada.types("/kpi costs add 12,000 agents from 2026-01")
        ben.types("/kpi what if automation were 75 %?")
        told = ben.waits_for("If the automation rate were 75 %").plain
        assert "A contact would cost 150 EUR instead of 300 EUR" in told
        assert "This assumes:" in told
        ben.types("/kpi gaps last week")
        gaps = ben.waits_for("did not find").plain
        assert "up 20 from 10" in gaps
        assert "Password reset" in gaps


def fill(database: str) -> None:
    """Half of June's forty conversations were resolved by automation; of July there are searches."""
    store = Store(database)
    opened, answered, done = (f"Wed 3 Jun 2026 {time}" for time in ("10:00", "10:05", "12:00"))
    by = ("first_human_response_at", "first_automated_response_at")
    rows = [
        ticket(created_at=opened, status="resolved", resolved_at=done, **{who: answered})
        for who in by
        for _ in range(20)
    ]
    add(store, "desk", *rows, complete_until="Mon 27 Jul 2026 09:00")
    with store.writing() as connection:
        imported = {"id": 1, "source": "desk", "file": "x", "format": "csv", "kind": "searches", "started_at": 0}
        connection.execute(insert(table(Import)).values(**imported, fields=[], rejected={}))
        search = {"source": "desk", "query": "reset password", "as_of": at(done), "origin": 1}
        days = (("Tue 14 Jul 2026", 10), ("Tue 21 Jul 2026", 30), ("Tue 30 Jun 2026", 1))
        rows_ = [{**search, "day": day(each), "searches": many} for each, many in days]
        connection.execute(insert(table(Search)), rows_)
        spelt = {"field": "intent", "folded": "password reset", "spelling": "Password reset"}
        connection.execute(insert(table(Label)).values(spelt))
    store.close()
