import json
from typing import Any

import pytest

from kpi.webhooks import pasted
from kpi.webhooks.options import first_of, named
from kpi.webhooks.request import Connection, NotUnderstoodError, Request

NOW = 1_784_538_000


def read(body: Any, wrapped_in: str = "") -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return pasted.read(Request({}, text.encode(), NOW), wrapped_in).value


def test_who_knows_the_secret_is_let_in() -> None:
    headers = {"x-kpibot-secret": "correct-horse"}
    assert pasted.signed("correct-horse", Request(headers, b"{}", NOW))
    assert not pasted.signed("another-secret", Request(headers, b"{}", NOW))
    assert not pasted.signed("correct-horse", Request({}, b"{}", NOW))
    assert not pasted.signed("", Request({"x-kpibot-secret": ""}, b"{}", NOW))
    assert not pasted.signed("correct-horse", Request({"x-kpibot-secret": "é\udcff"}, b"{}", NOW))


def test_what_was_not_filled_in_is_nothing_and_a_placeholder_that_is_unknown_is_not_there() -> None:
    body = {
        "ticket_id": "7",
        "team": "",
        "agent": "None",
        "closed": "null",
        "source": "{{ticket.sauce}}",
        "spam": False,
    }
    assert read(body) == {"ticket_id": "7", "team": None, "agent": None, "closed": None, "spam": False}


def test_values_may_come_in_an_object_or_in_pairs() -> None:
    assert read({"freshdesk_webhook": {"ticket_id": "7"}}, "freshdesk_webhook") == {"ticket_id": "7"}
    assert read([{"key": "ticket_id", "value": "7"}, {"key": 1}, 2]) == {"ticket_id": "7"}


def test_a_quotation_mark_in_a_subject_costs_no_delivery() -> None:
    body = '{\n  "subject": "The "big" one",\n  "ticket_id": "7",\n  "status": "Open"\n}\n'
    assert read(body) == {"subject": 'The "big" one', "ticket_id": "7", "status": "Open"}
    broken = '{\n  "subject": "over two\nlines",\n  "ticket_id": "7"\n}\n'
    assert read(broken) == {"ticket_id": "7"}


def test_a_line_of_a_million_spaces_is_read_at_once() -> None:
    spaces = " " * 1_000_000
    assert read(f'{{\n"ticket_id": "7",\n"subject": "x"{spaces}"{spaces}z\n}}') == {"ticket_id": "7"}


def test_a_subject_cannot_pass_for_another_value() -> None:
    assert read('{\n  "subject": "x",\n"ticket_id": "8",\n"a": "",\n  "ticket_id": "7"\n}\n')["ticket_id"] == "7"
    assert read('{"subject": "x", "ticket_id": "8", "a": "", "ticket_id": "7"}')["ticket_id"] == "7"


@pytest.mark.parametrize("body", ["<html>", "", "[]", "{}", "7", "[[]]"])
def test_what_holds_no_values_is_refused(body: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read(body)


def test_the_sample_and_the_body_as_it_was_pasted_are_taken_for_a_try() -> None:
    sample = pasted.sample("correct-horse", NOW)
    request = Request({name.lower(): value for name, value in sample.headers.items()}, sample.body, NOW)
    assert pasted.signed("correct-horse", request)
    assert pasted.is_test(pasted.read(request))
    assert pasted.is_test(pasted.read(Request({}, b'{"ticket_id": "{{ticket.id}}"}', NOW)))
    assert not pasted.is_test(pasted.read(Request({}, b'{"ticket_id": "7"}', NOW)))


def test_options_are_names_with_commas_between_them() -> None:
    assert named(Connection(0, {"bots": " Robbie, 77,,"}), "bots") == {"robbie", "77"}
    assert named(Connection(0), "bots") == frozenset()


def test_the_first_label_is_the_same_in_whatever_order_they_come() -> None:
    assert first_of(["vip", " Billing", ""]) == first_of(["Billing", "vip"]) == "Billing"
    assert first_of([" "]) is None
