import json
from typing import Any

import pytest

from kpi.webhooks.reading import Node, delivered, instant_of, short_key
from kpi.webhooks.request import NotUnderstoodError, Request
from kpi.webhooks.told import NOTHING


def node(text: str) -> Node:
    return Node.of(Request({}, text.encode(), 0))


@pytest.mark.parametrize(
    "value",
    [
        "2026-07-20T09:00:00Z",
        "2026-07-20T09:00:00.987654321Z",
        "2026-07-20T11:00:00+02:00",
        "2026-07-20 09:00:00.000000000 +0000",
        "2026-07-20 09:00:00 UTC",
        "2026-07-20T09:00",
        " 2026-07-20 09:00:00 ",
        1_784_538_000,
        1_784_538_000.5,
        1_784_538_000_000,
        "1784538000",
        "1784538000.25",
        "1784538000123",
    ],
)
def test_a_moment_is_known_in_all_the_ways_that_help_desks_write_it(value: Any) -> None:
    assert instant_of(value) == 1_784_538_000


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2026-07-20", "20260720", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z",
     "１７８４５３８０００", "x" * 99, "1" * 99, 0, -1, 4_102_444_800, 10**400, float("nan"), float("inf"), True, None,
     [], {}],
)  # fmt: skip
def test_what_is_no_moment_between_1970_and_2100_is_none(value: Any) -> None:
    assert instant_of(value) is None


def test_a_value_is_found_by_its_path() -> None:
    body = node('{"a": {"text": " x ", "number": 4.0, "flag": "true", "list": [{"b": 1}], "words": ["p", ""]}}')
    a = body.node("a")
    assert (a.text("text"), body.text("a.text")) == ("x", "x")
    assert (body.key("a.number"), body.ticket("a.number"), body.number("a.number")) == ("4", "4", 4.0)
    assert body.flag("a.flag") is True
    assert [item.key("b") for item in body.items("a.list")] == ["1"]
    assert body.texts("a.words") == ["p"]
    assert body.has("a.list")
    assert not body.has("a.other")
    assert not body.has("a.text.deeper")


@pytest.mark.parametrize("value", ["null", '""', '" "'])
def test_nothing_is_none_where_it_may_be_and_refused_where_it_may_not(value: str) -> None:
    body = node(f'{{"a": {value}}}')
    for name in ("text", "key", "ticket", "number", "flag", "instant"):
        assert getattr(body, f"maybe_{name}")("a") is None
        assert getattr(body, f"maybe_{name}")("b") is None
        with pytest.raises(NotUnderstoodError, match="“a” is missing; it should be"):
            getattr(body, name)("a")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "1"), ("text", "true"), ("text", "[]"),
        ("key", "true"), ("key", "1.5"), ("key", "NaN"), ("key", "1e999"), ("key", "{}"),
        ("ticket", '"1.03E+13"'), ("ticket", '"n/a"'),
        ("number", '"four"'), ("number", "Infinity"), ("number", "false"), ("number", '"٤"'),
        ("flag", "1"), ("flag", '"yes"'),
        ("instant", '"2026"'), ("instant", "[]"),
        ("node", "[]"), ("node", '"{}"'),
        ("items", "{}"), ("items", "[1]"), ("texts", "[1]"), ("texts", '"a"'),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_with_its_place(name: str, value: str) -> None:
    body = node(f'{{"in": {{"a": {value}}}}}').node("in")
    with pytest.raises(NotUnderstoodError, match=r"“in\.a"):
        getattr(body, name)("a")


def test_texts_come_as_every_database_can_keep_them() -> None:
    text = node(json.dumps({"a": "\x00 half \ud83d of \U0001f600 \x00"})).text("a")
    assert text == "half ? of 😀"


def test_a_long_id_is_known_by_its_hash() -> None:
    long = "x" * 201
    assert short_key("x" * 200) == "x" * 200
    assert len(short_key(long)) == 64
    assert node(json.dumps({"id": long})).key("id") == short_key(long)


@pytest.mark.parametrize("body", ["", "<html>", "[]", '"text"', "[" * 100_000, '{"a": ' + "9" * 5_000 + "}"])
def test_a_body_that_is_no_json_object_is_refused(body: str) -> None:
    with pytest.raises(NotUnderstoodError):
        node(body)


def test_a_message_that_cannot_be_read_says_why() -> None:
    def tell() -> Any:
        raise NotUnderstoodError("No.")

    assert delivered("1", "told", lambda: NOTHING).told == NOTHING
    refused = delivered("1", "told", tell)
    assert (refused.told, refused.why) == (None, "No.")
