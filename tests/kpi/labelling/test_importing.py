"""What comes in, goes and comes again has the intents that rules, names and people give."""

from sqlalchemy import select

from kpi import forgetting
from kpi.ingest.history.undo import undo
from kpi.ingest.merging.labels import forget_unused
from kpi.ingest.tickets.logs import Event
from kpi.labelling import relabelling, rules
from kpi.labelling.spellings import spellings
from kpi.model import BeforeImage, EventKind, Import, Ticket, table
from kpi.store import Store
from tests.kpi.labelling.desk import SOURCE, UNTIL, WHO, imported, intents, labelled, own, renamed, ruled
from tests.kpi.summary.changes import NOW, START, Log, Tickets, do


def taken_back(store: Store) -> None:
    """The newest import."""
    with store.reading() as connection:
        standing = select(table(Import).c.id).where(table(Import).c.undone_at.is_(None))
        number = max(connection.scalars(standing))
    undo(store, number, NOW)


def bugs_are_called_faults(store: Store) -> None:
    """And none is there any more."""
    imported(store, ("0", "Bug", None), source="mail")
    renamed(store, "bug", "fault")
    taken_back(store)


def test_new_conversations_have_their_intents_at_once(store: Store) -> None:
    ruled(store, "refund -> money")
    bugs_are_called_faults(store)
    imported(store, ("1", None, "refund"), ("2", "bug", "hello"), ("3", "other", None))
    assert intents(store) == {"1": "money", "2": "fault", "3": "other"}


def test_another_subject_or_another_label_of_the_source_is_looked_at_anew(store: Store) -> None:
    imported(store, ("1", "other", "refund"), ("2", "other", "hello"), ("3", "bug", None))
    ruled(store, "refund -> money")
    renamed(store, "bug", "fault")
    imported(store, ("1", "other", "hello"), ("2", "other", "refund"), ("3", "other", None), as_of=UNTIL + 1)
    assert intents(store) == {"1": "other", "2": "money", "3": "other"}


def test_an_import_that_tells_nothing_of_intents_leaves_them(store: Store) -> None:
    imported(store, ("1", "other", "refund"))
    ruled(store, "refund -> money")
    do(store, Tickets(SOURCE, ("status",), (("1", UNTIL + 1, "open"),), UNTIL))
    assert intents(store) == {"1": "money"}


def test_a_label_by_hand_outlives_the_taking_back_of_its_import(store: Store) -> None:
    imported(store, ("1", "other", "hello"))
    labelled(store, "1", "praise")
    taken_back(store)
    assert intents(store) == {}
    imported(store, ("1", "other", "hello"))
    assert intents(store) == {"1": "praise"}


def test_a_label_by_hand_meets_a_conversation_that_only_events_tell_of(store: Store) -> None:
    imported(store, ("1", "other", "hello"))
    labelled(store, "1", "praise")
    taken_back(store)
    events = (Event("1", "a", str(EventKind.CUSTOMER_MESSAGE), START),)
    do(store, Log(SOURCE, events, UNTIL))
    assert intents(store) == {"1": "praise"}
    imported(store, ("1", "other", "hello"))
    assert intents(store) == {"1": "praise"}


def test_taking_an_import_back_gives_what_follows_from_what_was_before(store: Store) -> None:
    imported(store, ("1", "bug", "refund"), ("2", "other", "hello"), ("3", None, "refund"))
    ruled(store, "refund -> money")
    imported(store, ("1", "bug", "hello"), ("2", "other", "refund"), ("3", "other", "refund"), as_of=UNTIL + 1)
    labelled(store, "3", "praise")
    renamed(store, "money", "cash")
    taken_back(store)
    assert intents(store) == {"1": "cash", "2": "other", "3": "praise"}
    assert own(store) == {"1": "bug", "2": "other", "3": None}


def test_what_imports_keep_for_undo_says_nothing_of_given_intents(store: Store) -> None:
    imported(store, ("1", "other", "refund"))
    ruled(store, "refund -> money")
    imported(store, ("1", "other", "refund, please"), as_of=UNTIL + 1)
    do(store, Log(SOURCE, (Event("1", "a", str(EventKind.CUSTOMER_MESSAGE), UNTIL + 2),), UNTIL + 3))
    with store.reading() as connection:
        images = connection.scalars(select(table(BeforeImage).c.image)).all()
    assert images
    assert not any("given_intent" in image for image in images)


def test_spellings_of_what_the_team_says_itself_are_kept(store: Store) -> None:
    imported(store, ("1", "Other", "refund"), ("2", "Bug", None), ("3", "Fault", None))
    ruled(store, "refund -> Money", "never -> Zebra")
    labelled(store, "2", "Praise")
    renamed(store, "fault", "Glitch")
    taken_back(store)
    forget_unused(store)
    with store.reading() as connection:
        assert spellings(connection) == {"money": "Money", "zebra": "Zebra", "praise": "Praise", "glitch": "Glitch"}


def test_subjects_that_are_deleted_leave_what_rules_have_given(store: Store) -> None:
    """Also when rules change later: without subjects nobody could tell any more."""
    imported(store, ("1", None, "refund"), ("2", "other", "hello"), ("3", None, "refund"))
    (rule,) = ruled(store, "refund -> money")
    labelled(store, "3", "praise")
    with store.writing() as connection:
        forgetting.begin(connection, "subjects")
    forgetting.finish(store)
    with store.reading() as connection:
        assert set(connection.scalars(select(table(Ticket).c.subject))) == {None}
    assert intents(store) == {"1": "money", "2": "other", "3": "praise"}
    with store.writing() as connection:
        rules.remove(connection, rule.id, WHO, NOW)
    relabelling.finish(store)
    assert intents(store) == {"1": "money", "2": "other", "3": "praise"}
    renamed(store, "money", "cash")
    assert intents(store)["1"] == "cash"
