import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.values import (
    flags,
    is_status,
    label,
    labels,
    link,
    links,
    spellings,
    standing,
    subjects,
    ticket_number,
    ticket_numbers,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Password \n\t reset ", "Password reset"),
        ("Refund\x00 \x1b[31mnow", "Refund [31mnow"),
        ("abc\u202egpj", "abcgpj"),
        ("家族 👨‍👩‍👧 ok", "家族 👨‍👩‍👧 ok"),
        ("", None),
        (" - ", None),
        ("N/A", None),
        ("x" * 300, "x" * 200),
        ("a \x00 b", "a b"),
    ],
)
def test_labels_are_one_clean_line(text: str, expected: str | None) -> None:
    assert label(text) == expected


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://a.b", "https://a b", "www.example.com", "", "https://a\x00"]
)
def test_only_web_addresses_are_links(text: str) -> None:
    assert link(text) is None


def test_a_link_is_kept_whole_or_not_at_all() -> None:
    assert link(" https://desk.example/tickets/1 ") == "https://desk.example/tickets/1"
    assert link("https://desk.example/" + "x" * 2_000) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("101004113367", "101004113367"), ("3.0", "3"), (" INC0000204 ", "INC0000204"), ("12E5", "12E5")],
)
def test_ticket_numbers_are_those_that_the_help_desk_shows(text: str, number: str) -> None:
    assert ticket_number(text) == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no ticket number"),
        ("null", "no ticket number"),
        ("1.03E+13", "ticket number rounded by a spreadsheet"),
        ("1,03E+13", "ticket number rounded by a spreadsheet"),
        ("x" * 201, "ticket number of more than 200 characters"),
    ],
)
def test_what_does_not_tell_tickets_apart_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ticket_number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("New", ("open", None)),
        ("on_hold", ("open", None)),
        ("On-Hold", ("open", None)),
        ("Awaiting User Info", ("open", None)),
        ("Solved", ("resolved", None)),
        (" CLOSED ", ("resolved", None)),
        ("Spam", (None, "spam")),
        ("deleted", (None, "deleted")),
        ("Merged", (None, "merged")),
        ("Duplicate", (None, "merged")),
        ("test", (None, "test")),
        ("", (None, None)),
        ("n/a", (None, None)),
        ("Blocked by legal", None),
        ("Closed with explanation", ("resolved", None)),
        ("Closed - Resolved", ("resolved", None)),
        ("Resolved by caller", ("resolved", None)),
        ("Pending - waiting for customer", ("open", None)),
        ("1 - New", ("open", None)),
        ("(2) In Progress", ("open", None)),
        ("Status.Open", ("open", None)),
        ("TicketStatus.CLOSED", ("resolved", None)),
        ("STATUS_SOLVED", ("resolved", None)),
        ("re-opened by customer", ("open", None)),
        ("On hold by vendor", ("open", None)),
        ("Awaiting approval", ("open", None)),
        ("Unresolved", ("open", None)),
        ("Closed - Duplicate", (None, "merged")),
        ("Closed (spam)", (None, "spam")),
        ("In progress: testing", ("open", None)),
        ("Tier 2 - Open", ("open", None)),
        ("Removed from the queue", None),
        ("Not resolved", None),
        ("3 - Low", None),
        ("2", None),
    ],
)
def test_statuses(text: str, expected: tuple[str | None, str | None] | None) -> None:
    assert standing(text) == expected


def test_the_share_of_known_statuses_is_of_the_different_ones() -> None:
    assert is_status(["Open", "open", "OPEN ", "Closed", "Blocked", "Berlin", "", "-"]) == 0.5
    assert is_status(["", "-"]) == 0


def test_labels_that_differ_in_case_or_spaces_only_are_one() -> None:
    assert labels(["Password reset", "password  Reset ", "PASSWORD\x00 RESET", "Straße", "STRASSE", "", "n/a"]) == [
        "password reset", "password reset", "password reset", "strasse", "strasse", None, None,
    ]  # fmt: skip


def test_of_several_spellings_the_smallest_is_shown() -> None:
    texts = ["password  Reset ", "Password reset", "password reset", "Refund", "-"]
    assert spellings(texts) == {"password reset": "Password reset", "refund": "Refund"}


@given(st.lists(st.text(st.sampled_from("aAbB ßẞ\t\x00-"), max_size=6)))
def test_each_label_has_a_spelling_that_is_the_same_label(texts: list[str]) -> None:
    spelt = spellings(texts)
    assert set(spelt) == set(labels(texts)) - {None}
    assert labels(list(spelt.values())) == list(spelt)


def test_subjects_and_links_are_columns_too() -> None:
    assert subjects(["  Where is\nmy order? ", "", "-", "x" * 600]) == ["Where is my order?", None, None, "x" * 500]
    assert links(["https://a.example/1", "", "javascript:alert(1)"]) == ["https://a.example/1", None, None]


def test_a_column_of_ticket_numbers() -> None:
    texts = ["101004113367", "3.0", "INC-204", "", "1.03E+13", "5f7295ca-37f0-d717", " 7 ", "x" * 201, "null"]
    numbers, bad = ticket_numbers(texts)
    assert numbers == ["101004113367", "3", "INC-204", None, None, "5f7295ca-37f0-d717", "7", None, None]
    assert bad == {
        3: "no ticket number",
        4: "ticket number rounded by a spreadsheet",
        7: "ticket number of more than 200 characters",
        8: "no ticket number",
    }


@given(st.lists(st.one_of(st.text(max_size=12), st.from_regex(r"[A-Ea-e-]{0,3}[-_#.+]?[0-9]{0,3}", fullmatch=True))))
def test_a_column_of_ticket_numbers_is_what_each_of_them_is(texts: list[str]) -> None:
    numbers, bad = ticket_numbers(texts)
    for place, text in enumerate(texts):
        if place in bad:
            with pytest.raises(ValueError, match=bad[place]):
                ticket_number(text)
        else:
            assert numbers[place] == ticket_number(text)


def test_yes_and_no() -> None:
    assert flags(["true", "FALSE", " yes ", "No", "1", "0", "t", "f"]) == [True, False] * 4
    assert flags(["", "n/a", "maybe", "2"]) == [None] * 4
