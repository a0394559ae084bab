"""A team lives with its weekly review: it is posted, taken on, changed, and looked into."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from bot.buttons import FOCUS_TEXT
from bot.playground.server import LocalSlack
from kpi.catalogue import INTENT_DISTRIBUTION
from kpi.review.focus import Focus
from kpi.review.record import foci
from kpi.samples import Share
from kpi.schedule import posts, schedules
from kpi.schedule.schedules import MONDAY, NINE, Schedule
from kpi.store import Store
from tests.stories.conftest import MONDAY_MORNING, ZONE, bot_in_slack
from tests.support.databases import a_copy
from tests.support.local_slack import Json, Person, SeenMessage, call
from tests.support.waiting import wait_until

SUPPORT = "C0SUPPORT1"
NORMAL = "This one is normal for us"
ONLY_ADMINS = "Only admins of this workspace may change that."


@pytest.fixture
def slack(request: pytest.FixtureRequest, own_history: str) -> Iterator[LocalSlack]:
    """Where a test wants the post, Ada has scheduled it last week, and it has been due this morning."""
    if "post" in request.fixturenames:
        schedule(own_history)
    with bot_in_slack(own_history) as slack:
        yield slack


@pytest.fixture
def post(slack: LocalSlack) -> SeenMessage:
    """The review, with its thread."""
    return posted(slack)


@pytest.fixture(scope="module")
def week(history: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    """One workspace with a review, for all stories that do not change what it names."""
    database = a_copy(history, tmp_path_factory.mktemp("week"))
    schedule(database)
    with bot_in_slack(database) as slack:
        posted(slack)
        yield slack


def posted(slack: LocalSlack) -> SeenMessage:
    """The review, once its thread is there as well."""
    ada = Person(slack, "Ada", deadline=20)
    found = ada.waits_for("Review of week 2026-W30")
    ada.waits_for("The top intents")
    return found


def focus_of(review: SeenMessage) -> str:
    """What it says is to be done."""
    return next(str(block["text"]["text"]) for block in review.blocks if block["block_id"] == FOCUS_TEXT)


def spoken_of(review: SeenMessage) -> str:
    """What is to be done, as the text for screen readers says it."""
    todo, where, figure = focus_of(review).splitlines()
    return f"Focus: {todo.strip('*')} {where} {figure}"


def note_a_later_post(database: str) -> None:
    """The review of the week after is there as well."""
    store = Store(database)
    week_later = MONDAY_MORNING + timedelta(weeks=1)
    with store.writing() as connection:
        claim = posts.claim(connection, SUPPORT, date(2026, 7, 27), 1, int(week_later.timestamp()), week_later)
        assert claim is not None
        posts.posted(connection, claim, "1785740400.000100", "review", {}, week_later)
        posts.finished(connection, claim)
    store.close()


def work_on_an_intent(database: str) -> None:
    """The channel's focus is on the largest intent."""
    said = ("Put a banner up.", "“login bug”", "140 login bugs", "It worked if login bug is under 25 % on 3 August.")
    found = Focus(
        INTENT_DISTRIBUTION, "banner", {"intent": "login bug"}, *said, MONDAY_MORNING.date(), Share(140, 528), ""
    )
    store = Store(database)
    with store.writing() as connection:
        foci.save(connection, SUPPORT, date(2026, 7, 20), found, int(MONDAY_MORNING.timestamp()))
    store.close()


def schedule(database: str, filters: str = "") -> None:
    """Ada has done so, yesterday."""
    store = Store(database)
    earlier = int(MONDAY_MORNING.timestamp()) - 86_400
    with store.writing() as connection:
        made = Schedule(MONDAY, NINE, ZONE, filters, channel=SUPPORT, owner="U0ADA00001", who="Ada", at=earlier)
        schedules.save(connection, made)
    store.close()


def made_modal(person: Person) -> Json:
    """The modal on top once it says more than that it takes a moment."""
    wait_until(lambda: person.modals and "One moment" not in str(person.modals[-1]["blocks"]))
    return person.modals[-1]


def test_now_posts_it_once(week: LocalSlack) -> None:
    ada = Person(week, "Ada")
    assert "was posted here on Monday 27 July 2026" in ada.types("/kpi schedule now").plain


def test_whoever_takes_the_focus_on_first_owns_it_until_another_takes_it_over(
    slack: LocalSlack, post: SeenMessage, ada: Person, ben: Person
) -> None:
    call(slack, "faults", {"slow": {"method": "chat.update", "seconds": 0.3}})
    for _ in range(3):
        ben.presses(post, "Take it on")
    assert f"<@{ben.id}> has taken it on." in ada.waits_until_changed(post).plain
    assert ben.waits_for("You have taken it on already, since 27 Jul 2026, 09:30.").ephemeral
    lines = [message for message in ada.sees() if f"<@{ben.id}> has taken it on: " in message.plain]
    assert [line.thread_ts for line in lines] == [post.ts], "quick presses count once"
    ada.presses(post, "Take it on")
    offer = ada.waits_for(f"<@{ben.id}> has taken it on, since")
    assert offer.ephemeral
    ada.presses(offer, "Take it over")
    assert ben.waits_for(f"over from <@{ben.id}>").thread_ts == post.ts
    assert f"<@{ada.id}> has taken it on, 27 Jul 2026, 09:30" in ben.types("/kpi focus").plain


def test_of_two_who_take_it_on_at_the_same_moment_one_owns_it_and_the_other_hears_who(
    post: SeenMessage, ada: Person, ben: Person
) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda person: person.presses(post, "Take it on"), (ada, ben)))
    changed = ada.waits_until_changed(post).plain
    first, second = (ada, ben) if f"<@{ada.id}> has taken it on." in changed else (ben, ada)
    assert second.waits_for(f"<@{first.id}> has taken it on, since").ephemeral
    assert f"<@{first.id}> has taken it on." in next(each.plain for each in ada.sees() if each.ts == post.ts)
    assert [each.thread_ts for each in ada.sees() if " has taken it on: " in each.plain] == [post.ts]


def test_a_press_below_an_answer_about_the_focus_changes_the_review_and_not_the_answer(
    post: SeenMessage, ada: Person, ben: Person
) -> None:
    answer = ada.asks("@kpibot focus")
    assert answer.thread_ts not in (None, post.ts)
    ben.presses(answer, "Take it on")
    assert f"<@{ben.id}> has taken it on." in ada.waits_until_changed(post).plain
    assert ada.waits_for(f"<@{ben.id}> has taken it on: ").thread_ts == post.ts
    ben.waits_for_whisper(f"<@{ben.id}> has taken it on: ")  # who pressed elsewhere hears it there
    assert next(each.blocks for each in ada.sees() if each.ts == answer.ts) == answer.blocks


def test_a_press_below_an_older_review_changes_nothing(own_history: str, post: SeenMessage, ada: Person) -> None:
    note_a_later_post(own_history)
    ada.presses(post, "Take it on")
    assert "See what is current" in ada.waits_for("A later review has been posted since.").plain
    assert "nobody has taken it on yet" in ada.types("/kpi focus").plain


@pytest.mark.usefixtures("kind_of_database")
def test_another_focus_takes_the_place_of_the_one_that_was_named(post: SeenMessage, ada: Person, ben: Person) -> None:
    named = focus_of(post)
    ben.presses(post, "Choose another")
    form = made_modal(ben)
    options = form["blocks"][-1]["element"]["options"]
    assert len(options) > 3
    assert ben.submits(form, chosen=options[1]["value"]) == {}
    changed = ada.waits_until_changed(post)
    assert focus_of(changed) != named
    assert spoken_of(changed) in changed.text, "read aloud it is the same"
    assert changed.text.replace(spoken_of(changed), spoken_of(post)) == post.text
    assert "Nobody has taken it on yet." in changed.plain
    told = ada.waits_for(f"<@{ben.id}> chose another focus")
    assert told.plain.partition("It replaces: ")[2] in named
    record = ada.types("/kpi focus")
    assert f"chosen by <@{ben.id}>" in record.plain
    assert "replaced" in record.plain


def test_another_focus_is_told_in_the_thread_of_a_review_that_cannot_be_read(
    slack: LocalSlack, post: SeenMessage, ada: Person, ben: Person
) -> None:
    ben.presses(ben.types("/kpi focus"), "Choose another")
    form = made_modal(ben)
    call(slack, "faults", {"fail": {"method": "conversations.history", "error": "not_foreseen"}})
    ben.submits(form, chosen=form["blocks"][-1]["element"]["options"][0]["value"])
    assert ada.waits_for(f"<@{ben.id}> chose another focus").thread_ts == post.ts


def test_what_goes_wrong_while_a_modal_is_made_is_said_in_it_as_it_was_typed(
    own_history: str, post: SeenMessage, ada: Person
) -> None:
    schedule(own_history, filters="team:R&D")
    ada.presses(post, "Why this one?")
    said = str(made_modal(ada)["blocks"])
    assert "R&amp;D" in said
    assert "&amp;amp;" not in said


def test_why_this_one_shows_every_kpi_with_its_gap(week: LocalSlack) -> None:
    ben = Person(week, "Ben")
    ben.presses(posted(week), "Why this one?")
    said = str(made_modal(ben)["blocks"])
    assert "*1. CSAT*: missed, gap " in said
    assert "69.8 % of 116 ratings · target: 80 % or more · bad: 70 %" in said


def test_a_parked_kpi_is_left_alone_until_it_is_taken_back(post: SeenMessage, ada: Person, ben: Person) -> None:
    ben.presses(ben.types("/kpi focus"), "Park for 4 weeks")
    assert ben.waits_for(ONLY_ADMINS).ephemeral
    ada.presses(ada.types("/kpi focus"), "Park for 4 weeks")
    form = ada.waits_for_modal("Park for 4 weeks")
    assert ada.submits(form, reason="   ").keys() == {"reason"}
    assert ada.submits(form, reason="New billing <!channel>") == {}
    told = ben.waits_for("parked *CSAT* until 24 August 2026")
    assert "New billing &lt;!channel&gt;" in told.plain
    assert told.thread_ts == post.ts
    assert "Parked: *CSAT* until 24 August 2026" in ada.types("/kpi focus").plain
    ada.presses(post, "Take it on")
    assert "no focus at the moment" in ada.waits_for("This channel has no focus").plain
    assert "judged again" in ada.types("/kpi focus unpark csat").plain


def test_a_focus_that_is_kept_goes_on_and_says_who_keeps_it(week: LocalSlack) -> None:
    ada, ben = Person(week, "Ada"), Person(week, "Ben")
    ben.presses(ben.types("/kpi focus"), "Keep it")
    assert ada.waits_for(f"<@{ben.id}> keeps the focus").thread_ts == posted(week).ts
    assert "Keep it" not in ada.types("/kpi focus").buttons


def test_a_low_rating_is_labelled_with_one_tap_and_says_by_whom(week: LocalSlack) -> None:
    ada, ben = Person(week, "Ada"), Person(week, "Ben")
    listed = ada.waits_for("What was behind each?")
    ben.chooses(listed, "Wrong answer")
    labelled = ada.waits_until_changed(listed)
    assert f"So far: wrong answer, says <@{ben.id}>" in labelled.plain
    ada.chooses(labelled, "Tone")
    again = ada.waits_until_changed(labelled)
    assert f"So far: tone, says <@{ada.id}>" in again.plain
    assert again.plain.count("So far: ") == 1


def test_a_cause_that_cannot_be_shown_is_confirmed_to_who_chose_it(week: LocalSlack) -> None:
    ben = Person(week, "Ben")
    call(week, "faults", {"fail": {"method": "chat.update", "error": "cant_update_message"}})
    ben.chooses(ben.waits_for("What was behind each?"), "Tone")
    told = ben.waits_for("Kept for conversation")
    assert told.ephemeral
    assert told.plain.endswith(": tone. The next review counts it.")


def test_an_intent_is_normal_up_to_a_limit_of_its_own(own_history: str) -> None:
    work_on_an_intent(own_history)
    with bot_in_slack(own_history) as slack:
        ada, ben = Person(slack, "Ada"), Person(slack, "Ben")
        ben.presses(ben.types("/kpi focus"), NORMAL)
        assert ben.waits_for(ONLY_ADMINS).ephemeral
        ada.presses(ada.types("/kpi focus"), NORMAL)
        form = made_modal(ada)
        assert "Usually it is 1" in str(form["blocks"]), "a share of all, in percent"
        first = next(block["element"]["initial_value"] for block in form["blocks"] if "element" in block)
        assert int(first.split()[0]) > 25, "a limit below what is so now would name it again at once"
        assert ada.submits(form, limit="much").keys() == {"limit"}
        assert ada.submits(form, limit="40 %") == {}
        told = ben.waits_for(f"<@{ada.id}> says that *“login bug”* is normal for us, up to 40 %")
        assert not told.ephemeral
        assert "Normal for us: *“login bug”* up to 40 %" in ada.types("/kpi focus").plain
        assert "limit of all intents again" in ada.types('/kpi focus forget "login bug"').plain


def test_a_trigger_that_has_expired_is_answered_with_what_to_do(week: LocalSlack) -> None:
    ada = Person(week, "Ada")
    call(week, "faults", {"fail": {"method": "views.open", "error": "expired_trigger_id", "times": 1}})
    ada.presses(posted(week), "Choose another")
    assert "Please press again." in ada.waits_for("three seconds that Slack gives me").plain
