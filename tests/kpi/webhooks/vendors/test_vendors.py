import json

import pytest
from sqlalchemy import inspect

from kpi.model import Ticket
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.told import NOTHING
from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import VENDORS, vendor

SECRET, NOW = "correct-horse-battery", 1_784_538_000

every_vendor = pytest.mark.parametrize("each", VENDORS, ids=[each.key for each in VENDORS])


def test_a_help_desk_is_found_by_its_key() -> None:
    assert [vendor(each.key) for each in VENDORS] == list(VENDORS)
    assert len({each.key for each in VENDORS}) == len({each.title for each in VENDORS}) == len(VENDORS)
    assert vendor("fax") is None


@every_vendor
def test_its_sample_is_signed_and_understood_and_tells_nothing(each: Vendor) -> None:
    sample = each.sample(SECRET, NOW)
    headers = {name.lower(): value for name, value in sample.headers.items()}
    request = Request(headers, sample.body, NOW, "https://kpibot.example.com/webhooks/desk")
    assert each.signed(SECRET, request)
    assert not each.signed("another-secret-of-ours", request)
    assert not each.signed(SECRET, Request({}, sample.body, NOW, request.url))
    (delivered,) = each.read(request, Connection(0))
    assert delivered.told == NOTHING
    assert delivered.id


@every_vendor
def test_it_says_how_it_is_set_up_and_what_it_may_tell(each: Vendor) -> None:
    steps = [step.format(address="https://kpibot.example.com/webhooks/desk", secret=SECRET) for step in each.steps]
    assert any("https://kpibot.example.com" in step for step in steps)
    assert any(SECRET in step for step in steps) != each.secret_is_theirs
    assert each.fields <= {column.key for column in inspect(Ticket).columns}


@every_vendor
def test_what_is_to_be_pasted_is_json_once_its_placeholders_are_filled(each: Vendor) -> None:
    if each.body:
        assert isinstance(json.loads(each.body), dict)
