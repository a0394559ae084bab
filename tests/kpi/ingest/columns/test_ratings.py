import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.ratings import BAD, GOOD, NEUTRAL, NO_RATING, Rating, RatingEvidence, RatingReader, Scale


def evidence(*values: str) -> RatingEvidence:
    seen = RatingEvidence()
    seen.observe(values)
    return seen


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
    assert RatingReader(Scale.STARS).read(text) == expected


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
    assert evidence("8", "10").example_off == "8"


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (["Good", "Bad", "Offered", ""], Scale.WORDS),
        (["👍", "👎🏿"], Scale.WORDS),
        ([], Scale.WORDS),
        (["1", "5", "4.0", "3/5", "2 stars", "★★★☆☆"], Scale.STARS),
        (["Good", "5", "4"], Scale.STARS),
        (["103", "-103", "100", "101"], Scale.HUNDREDS),
        (["100", "100", "100"], Scale.NONE),
        (["100", "85", "70", "100", "100"], Scale.NONE),
        (["100%", "85%"], Scale.NONE),
        (["0", "7", "10", "9"], Scale.ZERO_TO_TEN),
        (["5", "4", "9"], Scale.ZERO_TO_TEN),
        (["0", "1", "5"], Scale.ZERO_TO_TEN),
        (["true", "false"], Scale.NONE),
        (["yes", "no", "yes", "no"], Scale.NONE),
        (["Thanks!", "It was slow"], Scale.NONE),
    ],
)
def test_the_scale_of_a_column(values: list[str], scale: Scale) -> None:
    seen = evidence(*values)
    assert seen.scale is scale
    assert seen.fits == (scale in (Scale.WORDS, Scale.STARS, Scale.HUNDREDS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", Rating(0.0, "0 to 10")),
        ("10", Rating(10.0, "0 to 10")),
        ("9.0", Rating(9.0, "0 to 10")),
        ("8/10", Rating(8.0, "0 to 10")),
        ("7 out of 10", Rating(7.0, "0 to 10")),
        ("", NO_RATING),
        ("Not answered", NO_RATING),
        ("11", Rating(11.0, "off scale")),
        ("-1", Rating(-1.0, "off scale")),
        ("6.5", Rating(6.5, "off scale")),
        ("Good", Rating(None, "off scale")),
    ],
)
def test_how_likely_a_recommendation_is(text: str, expected: Rating) -> None:
    assert RatingReader(Scale.ZERO_TO_TEN).read(text) == expected


def test_what_may_be_nps_is_told_from_the_values() -> None:
    assert evidence("", "0", "10", "7/10", "3").fits_nps
    assert evidence(*"1234" * 10, "99").fits_nps
    assert not evidence("Good", "Bad", "9").fits_nps
    assert not evidence("100", "-100", "0").fits_nps


def test_a_scale_is_decided_from_all_batches() -> None:
    seen = RatingEvidence()
    for batch in (["4", "5"] * 50, ["9", "10"] * 50):
        seen.observe(batch)
    assert seen.scale is Scale.ZERO_TO_TEN


@pytest.mark.parametrize(
    ("text", "stars"),
    [("4/5", 4), ("4 / 5", 4), ("5 stars", 5), ("1 star", 1), ("4 out of 5", 4), ("4.5", 4.5), ("★★★★☆", 4),
     ("⭐⭐", 2), ("⭐️⭐️⭐️⭐️⭐️", 5)],
)  # fmt: skip
def test_ways_to_write_stars(text: str, stars: float) -> None:
    assert RatingReader(Scale.STARS).read(text) == Rating(stars, "stars")


@pytest.mark.parametrize("text", ["8/10", "6/5", "★★★★★★", "4e0", "1_0", "80%", "true", "yes"])
def test_what_is_no_number_of_stars(text: str) -> None:
    assert RatingReader(Scale.STARS).read(text).scale == "off scale"


def test_numbers_in_a_column_of_words_are_off_its_scale() -> None:
    assert RatingReader(Scale.WORDS).column(["Good", "4", "", "good_with_comment", "Bad, I'm unsatisfied"]) == (
        [1.0, 4.0, None, 1.0, -1.0],
        ["faces", "off scale", None, "faces", "faces"],
        [1],
    )


@given(
    st.sampled_from(Scale),
    st.lists(
        st.sampled_from(["4", "4.0", "5/5", "0", "9", "100", "-103", "Good", "👎", "Offered", "", "-", "soon", "★"])
    ),
)
def test_a_column_is_what_each_of_its_values_is(scale: Scale, texts: list[str]) -> None:
    reader = RatingReader(scale)
    values, scales, off = reader.column(texts)
    assert [Rating(*pair) for pair in zip(values, scales, strict=True)] == [reader.read(text) for text in texts]
    assert off == [place for place, text in enumerate(texts) if reader.read(text).scale == "off scale"]
