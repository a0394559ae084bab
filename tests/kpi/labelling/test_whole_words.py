import pytest

from kpi.labelling.whole_words import WholeWords


def found(words: str, subject: str) -> bool:
    return list(WholeWords([[words]]).found(subject)) == [0]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("refund", "Refund, please"),
        ("refund", "please REFUND"),
        ("money back", "I want my Money Back!"),
        ("refund", "refund_request"),
        ("straße", "STRASSE gesperrt"),
        ("été", "L'ÉTÉ indien"),
        ("e\u0301te\u0301", "en été"),
        ("can't log in", "I can’t log in"),
        ("refund", "ＲＥＦＵＮＤ"),
        ("c++", "my C++ build"),
        ("$50", "charged $50 twice"),
        ("🔥", "server on 🔥🔥"),
        ("❤️", "I ❤ it"),
        ("退款", "我要退款谢谢"),
        ("iphone", "我的iPhone坏了"),
        ("환불", "환불을 원해요"),
        ("החזר", "אני רוצה החזר"),
    ],
)
def test_words_are_found_where_they_stand_as_a_whole(words: str, subject: str) -> None:
    assert found(words, subject)


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("refund", "refunded"),
        ("refund", "nonrefundable"),
        ("café", "cafés"),
        ("caf", "café"),
        ("caf", "cafe\u0301"),
        ("log", "2log"),
        ("log in", "login"),
        ("החזר", "החזרה"),
    ],
)
def test_words_within_other_words_are_not_found(words: str, subject: str) -> None:
    assert not found(words, subject)


@pytest.mark.parametrize(
    "words", [".*", "(a+)+$", "[a-z]", "\\", "a|b", "^", "$", "(?i)x", "\\Q", "{1,9}", "x" * 100, "\\p{L}" * 20, "🏳️‍🌈"]
)
def test_whatever_somebody_types_is_found_as_it_is_and_nowhere_else(words: str) -> None:
    assert found(words, f"about {words} again")
    assert not found(words, "a b refund aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")


def test_the_numbers_of_all_lists_are_told_that_have_a_word_in_the_text() -> None:
    lists = WholeWords([["refund", "money back"], ["invoice"], ["back"]])
    assert list(lists.found("Money back for invoice 3")) == [0, 1, 2]
    assert list(lists.found("back to my invoices")) == [2]
    assert list(lists.found("")) == []


def test_without_lists_nothing_is_found() -> None:
    assert list(WholeWords([]).found("refund")) == []


@pytest.mark.parametrize("character", ["a", "🔥"])
def test_as_many_and_as_long_words_as_there_may_be_are_found(character: str) -> None:
    """200 rules of 50 words of 100 characters, all of which begin alike."""
    lists = WholeWords([[f"{character * 91} {rule:04}{word:04}" for word in range(50)] for rule in range(200)])
    assert list(lists.found(f"see {character * 91} 01990049, please")) == [199]
    assert list(lists.found(character * 500)) == []
