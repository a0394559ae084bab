"""Somebody presses a button, or chooses from a menu, below an answer."""

from tests.support.local_slack import Person

WORSE = "CSAT: 69.8 %, down 13.3 points"
JUNE = "CSAT: 86 %"


def test_an_answer_for_one_person_is_replaced_in_place(ada: Person, ben: Person) -> None:
    ada.types("/kpi csat last week")
    answer = ada.waits_for(WORSE)
    ada.presses(answer, "By channel")
    table = ada.waits_for("web form")
    assert (table.ts, table.ephemeral) == (answer.ts, True)
    assert ben.sees() == []


def test_another_period_is_chosen_from_the_menu(ada: Person) -> None:
    ada.types("/kpi csat last week")
    answer = ada.waits_for(WORSE)
    ada.chooses(answer, "Last month")
    assert ada.waits_for(JUNE).ts == answer.ts


def test_below_what_everybody_sees_the_answer_comes_in_the_thread(ada: Person, ben: Person) -> None:
    said = ada.types("@kpibot csat last week")
    answer = ada.hears(said)
    ben.presses(answer, "By channel")
    table = ada.waits_for("web form")
    assert (table.thread_ts, table.ephemeral) == (said.ts, False)
    assert table.metadata is not None
    assert table.metadata["event_payload"]["question"] == "csat 2026-W30 by channel"
    assert answer.plain in [message.plain for message in ada.sees()], "the first answer stays as it was"
    ben.presses(answer, "The tickets")
    tickets = ada.waits_for("The tickets behind")
    assert tickets.metadata is not None
    assert tickets.metadata["event_payload"]["question"] == "tickets csat 2026-W30"


def test_below_a_shared_answer_it_begins_a_thread(ada: Person, ben: Person) -> None:
    ada.types("/kpi csat last week")
    ada.presses(ada.waits_for(WORSE), "Share to channel")
    shared = ben.waits_for("Shared by")
    ben.presses(shared, "By channel")
    assert ada.waits_for("web form").thread_ts == shared.ts


def test_in_direct_messages_the_answer_is_a_new_message(ada: Person) -> None:
    answer = ada.asks("csat last week", ada.direct)
    ada.chooses(answer, "Last month")
    june = ada.waits_for(JUNE, ada.direct)
    assert (june.thread_ts, june.ephemeral) == (None, False)
    assert june.ts > answer.ts


def test_in_a_thread_of_direct_messages_it_stays_in_the_thread(ada: Person) -> None:
    root = ada.asks("help", ada.direct)
    answer = ada.asks("csat last week", ada.direct, thread=root)
    ada.chooses(answer, "Last month")
    assert ada.waits_for(JUNE, ada.direct).thread_ts == root.ts


def test_what_is_pressed_in_the_home_tab_is_answered_in_direct_messages(ada: Person) -> None:
    home = ada.opens_home("Hello")
    ada.presses(home, "What you can ask")
    assert not ada.waits_for("csat", ada.direct).ephemeral


def test_everything_that_is_offered_below_an_answer_is_an_answer(ada: Person) -> None:
    ada.types("/kpi csat last week")
    answer = ada.waits_for(WORSE)
    labels = [label for label in answer.buttons if label != "Share to channel"]
    assert labels
    for label in labels:
        ada.types("/kpi csat last week")
        again = ada.waits_for(WORSE)
        ada.presses(again, label)
        changed = ada.waits_until_changed(again)
        assert "I don't know" not in changed.plain
        assert "Something broke" not in changed.plain
