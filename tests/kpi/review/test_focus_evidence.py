"""Which step is chosen by which evidence, in histories made for it."""

from typing import Any

from sqlalchemy import insert

from kpi import catalogue
from kpi.catalogue import Kpi
from kpi.model import Import, InquiryDay, table
from kpi.opening_hours.hours import parse
from kpi.review.focus import Focus
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from tests.kpi.review.desk import NOW, THIS, Desk, Usual, costs, decide
from tests.kpi.review.focusing import focuses_of
from tests.kpi.review.test_held_down_by import ratings, replies
from tests.support.tickets import BERLIN, add, ticket

REFUNDS = {"refund": 80, "delivery": 14, "invoice": 14, "password": 14, "login bug": 10}


def open_at_nine(store: Store) -> None:
    decide(store, "hours", parse("mon-fri 9-17", BERLIN).to_json())


def first(store: Store, kpi: Kpi) -> Focus:
    """The recommended one, which is for this KPI."""
    found = focuses_of(store)[0]
    assert found.kpi == kpi
    return found


def inquire(store: Store, **outcomes: int) -> None:
    """So many self-service inquiries on the Monday of the week."""
    with store.writing() as connection:
        row = {"id": 1, "source": "desk", "file": "help.csv", "format": "csv", "kind": "inquiries", "started_at": 0}
        connection.execute(insert(table(Import)).values(**row, fields=[], rejected={}))
        day = {"source": "desk", "day": THIS, "as_of": 2_000_000_000, "origin": 1}
        connection.execute(insert(table(InquiryDay)).values(**day, **outcomes))


def told(focus: Focus) -> tuple[str, ...]:
    """All that people read of it."""
    return focus.step, focus.text, focus.place, focus.worth, focus.figure, focus.why


def steps(store: Store) -> list[str]:
    return [each.step for each in focuses_of(store)]


def csat(store: Store, *parts: list[dict[str, Any]]) -> Focus:
    desk = Desk(store).weeks(10).week(rated=0, satisfied=0)
    for part in parts:
        desk.add(*part)
    desk.done()
    return first(store, catalogue.CSAT)


# ---- where it is held down


def test_a_channel_that_holds_csat_down(store: Store) -> None:
    focus = csat(store, ratings(40, 12, channel="phone"), ratings(60, 54, channel="email"))
    assert (focus.step, focus.labels, focus.place) == ("the_channel_itself", {"channel": "phone"}, "“phone”")
    assert focus.text.startswith("By phone 30 % are satisfied, by all others 90 %.")
    assert focus.worth == "40 ratings, 28 not satisfied"
    assert focus.figure == "It worked if CSAT of “phone” is at least 70 % on 3 August."
    assert focus.start.value == 30.0
    assert focus.why == "CSAT has the largest gap: 66 % against 80 %; “phone” has 30 %, all others 90 %"


def test_a_team_that_holds_csat_down(store: Store) -> None:
    focus = csat(store, ratings(40, 12, team="tier 2"), ratings(60, 54, team="tier 1"))
    assert focus.step == "what_the_team_lacks"
    assert "“tier 2” is rated 30 %, all else 90 %" in focus.text


def test_an_intent_that_holds_csat_down(store: Store) -> None:
    focus = csat(store, ratings(40, 12, intent="refund"), ratings(60, 54, intent="invoice"))
    assert focus.step == "what_breaks_there"
    assert "about “refund” (28 of 40 ratings)" in focus.text


def test_a_label_is_plain_text_and_shortened(store: Store) -> None:
    hostile = "<!channel> *{value}* " + "x" * 200
    focus = csat(store, ratings(40, 12, team=hostile), ratings(60, 54, team="tier 1"))
    assert "“<!channel> *{value}* xxxxxxxxxxxxxxxxxx…”" in focus.text
    assert all(len(said) < 400 for said in (focus.text, focus.place, focus.worth, focus.figure, focus.why))


def test_where_nothing_stands_out_the_causes_are_looked_for(store: Store) -> None:
    Desk(store).weeks(10).week(rated=100, satisfied=60).done()
    focus = first(store, catalogue.CSAT)
    assert (focus.step, focus.place, focus.labels) == ("label_the_causes", "everywhere", {})
    assert focus.worth == "100 ratings, 40 not satisfied"


def test_csat_and_slow_replies_are_one_thing(store: Store) -> None:
    Desk(store).weeks(10, reply=90).week(rated=100, satisfied=60, reply=90).done()
    focus = first(store, catalogue.CSAT)
    assert focus.step == "answer_faster_first"
    assert focus.text.startswith("Customers wait 1 h 30 min for a person")


# ---- first replies: who, and when


def test_a_team_that_is_slow(store: Store) -> None:
    Desk(store).weeks(10).week(reply=90).add(*replies(40, 600, team="tier 2")).done()
    found = [each for each in focuses_of(store) if each.kpi == catalogue.FIRST_RESPONSE_TIME]
    assert (found[0].step, found[0].labels) == ("team_has_no_hands", {"team": "tier 2"})
    assert found[0].worth == "40 first replies, 40 later than 1 h"
    assert not {"someone_at_the_peak", "say_when_you_are_open"} & {each.step for each in found}


def test_the_bot_is_slow(store: Store) -> None:
    Desk(store, Usual(bot_reply=20)).weeks(10).week().done()
    found = [each for each in focuses_of(store) if each.kpi == catalogue.FIRST_RESPONSE_TIME]
    focus = found[0]
    assert focus.step == "bot_look_at_the_delay"
    assert focus.text.startswith("A bot should answer within 5 min, and takes 20 min.")
    assert focus.figure == "It worked if the median first reply by the bot is under 5 min on 3 August."
    assert focus.start.value == 20 * 60
    assert all(each.step.startswith("bot_") for each in found)


def test_most_comes_in_at_night(store: Store) -> None:
    """The first opening hours go by before those of the evening get a reply."""
    desk = Desk(store).weeks(10)
    for number in range(100):
        opened, answered = f"Wed 22 Jul 2026 20:{number % 60:02}", f"Thu 23 Jul 2026 14:{number % 60:02}"
        desk.add(ticket(created_at=opened, first_human_response_at=answered, status="open", channel="email"))
    desk.week(reply=50).done()
    open_at_nine(store)
    focus = next(each for each in focuses_of(store) if each.kpi == catalogue.FIRST_RESPONSE_TIME)
    assert focus.step == "first_hour_for_the_night"
    assert focus.text.startswith("100 of 240 come in while you are closed and wait for the morning.")


def test_replies_do_not_keep_up_with_an_hour_of_the_week(store: Store) -> None:
    desk = Desk(store).weeks(10).week(reply=20)
    for number in range(120):
        opened, answered = f"Mon 20 Jul 2026 14:{number % 60:02}", f"Tue 21 Jul 2026 14:{number % 60:02}"
        desk.add(ticket(created_at=opened, first_human_response_at=answered, status="open", channel="email"))
    desk.done()
    open_at_nine(store)
    focus = next(each for each in focuses_of(store) if each.kpi == catalogue.FIRST_RESPONSE_TIME)
    assert focus.step == "someone_at_the_peak"
    assert focus.text.startswith("On Monday 13:00–16:00, 120 came in against 0 first replies.")


def test_without_opening_hours_nights_count_as_waiting(store: Store) -> None:
    Desk(store).weeks(10).week(reply=300).done()
    assert "say_when_you_are_open" in steps(store)


def test_with_opening_hours_it_is_a_question_of_who_looks(store: Store) -> None:
    Desk(store).weeks(10).week(reply=120).done()
    open_at_nine(store)
    found = steps(store)
    assert "one_on_first_replies" in found
    assert "say_when_you_are_open" not in found


def test_many_wait(store: Store) -> None:
    Desk(store).weeks(10).week(reply=300, waiting=30).done()
    focus = next(each for each in focuses_of(store) if each.step == "clear_the_queue")
    assert focus.text.startswith("30 wait for a first reply.")


# ---- the lever


def test_the_lever_is_self_service_for_what_most_reaches_people(store: Store) -> None:
    """Replies are slow, the bot resolves too few, and there are as many refunds as usual."""
    Desk(store, Usual(by_bot=49)).weeks(10, reply=90).week(reply=300).done()
    focus = first(store, catalogue.FIRST_RESPONSE_TIME)
    assert (focus.step, focus.labels, focus.place) == ("self_service_for_the_most", {}, "“refund”")
    assert focus.text.startswith("What most reaches people is nothing new: “refund” (15), “invoice” (13) and ")
    assert focus.worth == "people resolved or were handed 15 refunds; 91 first replies, 91 later than 1 h"
    assert focus.start.n == 91


def test_it_is_not_where_enough_are_helped_without_a_person(store: Store) -> None:
    Desk(store).weeks(10).week(reply=300).done()
    assert "self_service_for_the_most" not in steps(store)


def test_it_is_not_where_what_reaches_people_is_new(store: Store) -> None:
    bug = {"refund": 30, "delivery": 30, "invoice": 30, "password": 10, "login bug": 32}
    Desk(store, Usual(by_bot=49)).weeks(10, reply=90).week(reply=300, intents=bug).done()
    assert "self_service_for_the_most" not in steps(store)


def test_costs_have_the_same_lever(store: Store) -> None:
    busy = {"refund": 34, "delivery": 24, "invoice": 24, "password": 24, "login bug": 24}
    Desk(store, Usual(busy, by_bot=49)).weeks(10).week(handed_over=20).done()
    costs(store, 180)
    decide(store, "target.cost_per_resolution", {"value": 4.0, "bad": 8.0})
    focus = first(store, catalogue.COST_PER_RESOLUTION)
    assert (focus.step, focus.labels) == ("self_service_for_the_most", {"intent": "refund"})
    assert focus.worth == "people resolved 81, 21 of them “refund”; 5 of 20 hand-overs are “refund”"
    assert focus.figure == "It worked if cost per resolution is under 7.28 EUR on 3 August."
    assert focus.due.isoformat() == "2026-07-27"


# ---- intents


def test_an_intent_that_has_long_been_much_of_all(store: Store) -> None:
    Desk(store, Usual(REFUNDS)).weeks(20).week().done()
    focus, *others = focuses_of(store)
    assert (focus.kpi, focus.step) == (catalogue.INTENT_DISTRIBUTION, "answer_before_they_ask")
    assert focus.text.startswith("“refund” is not new: 80, and usually 80 a week.")
    assert focus.figure == "It worked if refund is under 40 % on 3 August."
    assert "ask_at_the_door" not in {each.step for each in others}


def test_an_intent_that_comes_by_one_channel(store: Store) -> None:
    Desk(store, Usual(REFUNDS, channels={"email": 8, "chat": 2})).weeks(20).week().done()
    assert steps(store)[:2] == ["answer_before_they_ask", "ask_at_the_door"]


def test_of_an_intent_without_a_history_nobody_says_that_it_is_new_or_old(store: Store) -> None:
    Desk(store, Usual(REFUNDS)).weeks(2).week().done()
    focus = first(store, catalogue.INTENT_DISTRIBUTION)
    assert focus.step == "read_ten"
    assert "usual" not in focus.text + focus.why


def test_where_nobody_tells_who_answered_nothing_is_said_of_who_reached_a_person(store: Store) -> None:
    desk = Desk(store, Usual(REFUNDS)).weeks(20).week()
    for row in desk.tickets:
        replied = [row.pop(f"first_{who}_response_at", None) for who in ("human", "automated")]
        row["first_response_at"] = next(filter(None, replied), None)
    add(store, "desk", *desk.tickets, complete_until=NOW)
    assert first(store, catalogue.INTENT_DISTRIBUTION).worth == "80 refunds"


# ---- the other rates and durations


def test_a_bot_that_hands_over_much(store: Store) -> None:
    Desk(store, Usual(by_bot=30, handed_over=30)).weeks(12).week().done()
    focus = first(store, catalogue.AUTOMATION_RATE)
    assert focus.step == "why_it_hands_over"
    assert focus.text.startswith("The bot handed over 30 of 60.")
    assert focus.worth == "140 conversations that had their 7 days, 110 not resolved by the bot"
    assert focus.due.isoformat() == "2026-08-03"


def test_a_receipt_is_no_answer_by_the_bot(store: Store) -> None:
    desk = Desk(store, Usual(by_bot=30, handed_over=30)).weeks(12).week()
    for row in desk.tickets:
        row.setdefault("acknowledged_at", row["created_at"] + 5)
    desk.done()
    assert first(store, catalogue.AUTOMATION_RATE).text.startswith("The bot handed over 30 of 60.")


def test_much_is_left_open(store: Store) -> None:
    Desk(store, Usual(by_person=25)).weeks(12).week().done()
    focus = first(store, catalogue.RESOLUTION_RATE)
    assert focus.step == "the_old_ones_daily"
    assert focus.worth == "140 conversations that had their 7 days, 40 left unresolved"


def test_resolutions_that_are_opened_again(store: Store) -> None:
    Desk(store, Usual(by_person=65)).weeks(12).week(solved=40, reopened=20).done()
    assert "settle_it_once" in [each.step for each in focuses_of(store) if each.kpi == catalogue.RESOLUTION_TIME]


def test_a_backlog_that_is_cleared_is_good_work(store: Store) -> None:
    desk = Desk(store).weeks(12).week(solved=9)
    cells = {"created_at": "Mon 4 May 2026 10:00", "first_human_response_at": "Mon 4 May 2026 10:30"}
    desk.add(
        *(ticket(**cells, resolved_at=f"Thu 23 Jul 2026 10:{minute}", status="resolved") for minute in range(10, 30))
    )
    desk.done()
    focus = first(store, catalogue.RESOLUTION_TIME)
    assert focus.step == "finish_tidying_up"
    assert focus.text.startswith("20 that had been open for over 60 days were closed. That is good work")


def test_customers_who_would_not_recommend_you(store: Store) -> None:
    Desk(store, Usual(scored=40, promoters=30, detractors=5)).weeks(12).week(promoters=5, detractors=30).done()
    focus = first(store, catalogue.NPS)
    assert focus.step == "call_the_detractors"
    assert focus.worth == "40 scores, 30 of 0 to 6"


def test_customers_who_give_up_before_they_ask(store: Store) -> None:
    Desk(store).weeks(12).week().done()
    inquire(store, resolved=40, contacted=60, abandoned=100)
    focus = first(store, catalogue.SELF_SERVICE_RATE)
    assert focus.step == "where_they_give_up"
    assert focus.text.startswith("100 of 200 self-service inquiries were given up.")
    assert focus.worth == "340 inquiries and conversations, 225 not resolved without a person"


def test_the_summary_and_the_tickets_lead_to_the_same(store: Store) -> None:
    Desk(store, Usual(by_bot=30, handed_over=30)).weeks(12, reply=90).week(reply=150, rated=100, satisfied=60).done()
    counted = [told(each) for each in focuses_of(store)]
    catch_up(store, BERLIN)
    assert [told(each) for each in focuses_of(store)] == counted


def test_where_nothing_is_weak_there_is_no_focus(store: Store) -> None:
    Desk(store).weeks(12).week().done()
    assert focuses_of(store) == ()


def test_a_store_without_data_has_none(store: Store) -> None:
    assert focuses_of(store) == ()
