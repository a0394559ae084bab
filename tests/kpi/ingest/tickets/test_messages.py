import pytest

from kpi.ingest.tickets.messages import (
    Author,
    FirstReplies,
    author_of,
    first_replies,
    is_activity,
    is_no,
    is_note,
    is_yes,
)
from kpi.model import EventKind

CUSTOMER, HUMAN, AUTOMATED = EventKind.CUSTOMER_MESSAGE, EventKind.HUMAN_REPLY, EventKind.AUTOMATED_REPLY


@pytest.mark.parametrize(
    ("word", "author"),
    [
        ("End-user", Author.CUSTOMER),
        ("end_user", Author.CUSTOMER),
        (" Inbound ", Author.CUSTOMER),
        ("OUTBOUND", Author.PERSON),
        ("agent", Author.PERSON),
        ("Agent Bot", Author.MACHINE),
        ("auto-reply", Author.MACHINE),
        ("system", Author.NOBODY),
        ("Jane Doe", None),
        ("", None),
    ],
)
def test_who_writes_under_a_word(word: str, author: Author | None) -> None:
    assert author_of(word) is author


def test_notes_and_activities_are_told_apart() -> None:
    assert is_note("note_and_reopen")
    assert not is_note("comment")
    assert is_activity("assignment")
    assert not is_activity("comment")


def test_yes_and_no_in_words_and_nothing_is_neither() -> None:
    assert is_yes(True)
    assert is_yes("Yes")
    assert is_yes("1")
    assert is_no(False)
    assert is_no("FALSE")
    assert not is_yes(None)
    assert not is_no(None)
    assert not is_no("")


def test_replies_before_the_customers_first_message_are_none() -> None:
    messages = [(HUMAN.value, 5), (CUSTOMER.value, 10), (AUTOMATED.value, 10), (HUMAN.value, 30)]
    assert first_replies(messages) == FirstReplies(10, 30, 10)


def test_without_a_customer_there_is_no_reply() -> None:
    assert first_replies([(HUMAN.value, 5)]) == FirstReplies(None, None, None)


def test_an_opening_that_is_known_from_elsewhere() -> None:
    assert first_replies([(HUMAN.value, 5), (CUSTOMER.value, 10)], opened_at=3) == FirstReplies(3, 5, None)
