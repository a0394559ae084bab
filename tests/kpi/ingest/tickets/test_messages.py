import pytest

from kpi.ingest.tickets.messages import (
    Author,
    FirstReplies,
    author_of,
    first_replies,
    is_activity,
    is_no,
    is_note,
    is_of_the_team,
    is_yes,
)
from kpi.model import EventKind

CUSTOMER, HUMAN, AUTOMATED, RECEIPT = (
    EventKind.CUSTOMER_MESSAGE,
    EventKind.HUMAN_REPLY,
    EventKind.AUTOMATED_REPLY,
    EventKind.ACKNOWLEDGEMENT,
)


@pytest.mark.parametrize(
    ("word", "author"),
    [
        ("End-user", Author.CUSTOMER),
        ("end_user", Author.CUSTOMER),
        (" Inbound ", Author.CUSTOMER),
        ("OUTBOUND", Author.PERSON),
        ("agent", Author.PERSON),
        ("Agent Bot", Author.MACHINE),
        ("auto-reply", Author.AUTORESPONDER),
        ("rule", Author.AUTORESPONDER),
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
    assert first_replies(messages) == FirstReplies(10, 30, 10, None)


def test_without_a_customer_there_is_no_reply() -> None:
    assert first_replies([(HUMAN.value, 5)]) == FirstReplies(None, None, None, None)


def test_an_opening_that_is_known_from_elsewhere() -> None:
    assert first_replies([(HUMAN.value, 5), (CUSTOMER.value, 10)], opened_at=3) == FirstReplies(3, 5, None, None)


def test_a_confirmation_of_receipt_is_an_automated_reply_and_no_answer() -> None:
    messages = [(CUSTOMER.value, 10), (RECEIPT.value, 11), (AUTOMATED.value, 20)]
    assert first_replies(messages) == FirstReplies(10, None, 20, 11)
    assert first_replies(messages[:2]) == FirstReplies(10, None, None, 11)


def test_an_assignment_is_a_hand_over_only_after_an_automated_answer() -> None:
    messages = [(CUSTOMER.value, 10), (RECEIPT.value, 11), (AUTOMATED.value, 20)]
    assert first_replies(messages).handed_over_at([15, 40, 30]) == 30
    assert first_replies(messages).handed_over_at([15]) is None
    assert first_replies(messages[:2]).handed_over_at([15, 40]) is None


@pytest.mark.parametrize(
    ("to", "is_team"), [("admin", True), ("team", True), ("bot", False), ("nobody_admin", False), ("", False)]
)
def test_to_whom_a_conversation_is_given(to: str, is_team: bool) -> None:
    assert is_of_the_team(to) is is_team
