import pytest

from kpi.ingest.ratings import BAD, GOOD, NEUTRAL, NO_RATING, Numbers, Rating, RatingEvidence, RatingReader
from kpi.ingest.values import label, link, standing, ticket_number


def evidence(*values: str) -> RatingEvidence:
    seen = RatingEvidence()
    for value in values:
        seen.observe(value)
    return seen


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
    ],
)
def test_statuses(text: str, expected: tuple[str | None, str | None] | None) -> None:
    assert standing(text) == expected


@pytest.mark.parametrize("text", ["4", "4.0", " 4 ", "4,0"])
def test_stars_are_read_however_they_are_written(text: str) -> None:
    assert evidence("1", "5", text).reader().read(text) == Rating(4.0, "stars")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good", GOOD),
        ("good with comment", GOOD),
        ("Great", GOOD),
        ("👍🏽", GOOD),
        ("Okay", NEUTRAL),
        ("BAD", BAD),
        ("Bad With Comment", BAD),
        ("dissatisfied", BAD),
        ("👎", BAD),
        ("Offered", NO_RATING),
        ("Not  offered", NO_RATING),
        ("Unoffered", NO_RATING),
        ("", NO_RATING),
        ("-", NO_RATING),
    ],
)
def test_words_and_thumbs(text: str, expected: Rating) -> None:
    assert RatingReader(Numbers.STARS).read(text) == expected


def test_freshdesks_numbers_are_faces() -> None:
    reader = evidence("103", "-103", "100", "-101", "").reader()
    assert [reader.read(text) for text in ("103", "101", "100", "-101", "-103")] == [GOOD, GOOD, NEUTRAL, BAD, BAD]
    assert reader.read("4") == Rating(4.0, "off scale")


def test_what_is_off_the_scale_is_kept_as_such() -> None:
    reader = evidence(*"12345" * 20, "9").reader()
    assert reader.read("9") == Rating(9.0, "off scale")
    assert reader.read("no idea") == Rating(None, "off scale")
    assert reader.read("nan%") == Rating(None, "off scale")
    assert reader.read("inf") == Rating(None, "off scale")


def test_a_column_of_zero_to_ten_is_on_no_scale() -> None:
    assert not evidence(*map(str, range(11))).fits
    assert evidence(*map(str, range(1, 6))).fits
    assert evidence("Offered", "", "Good").fits
    assert evidence().fits
