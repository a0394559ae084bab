"""docs/openapi.yaml says what there is; whatever is sent is answered as it says, never with a failure of ours."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import bot.web
from kpi.webhooks import connecting
from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import VENDORS
from tests.support.databases import a_store
from tests.support.deliveries import Client, client, connect, door, event, signed

PAGE = Path(__file__).parents[3] / "docs" / "openapi.yaml"
PATHS: dict[str, Any] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))["paths"]
ANSWERS = {int(status) for status in PATHS["/webhooks/{source}"]["post"]["responses"]}
SECRETS = {vendor.key: connecting.new_secret() for vendor in VENDORS}
schemathesis = pytest.importorskip("schemathesis")
schema = schemathesis.openapi.from_path(PAGE)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A door where each help desk is connected under its key."""
    store = a_store(tmp_path_factory.mktemp("fuzzed"))
    for vendor in VENDORS:
        connect(store, vendor.key.replace("_", "-"), SECRETS[vendor.key], vendor)
    with door(store) as address:
        yield address
    store.close()


@pytest.fixture(scope="module")
def sender(address: str) -> Iterator[Client]:
    with client(address) as made:
        yield made


def test_it_names_every_route_and_nothing_else() -> None:
    code = "".join(each.read_text(encoding="utf-8") for each in Path(bot.web.__file__).parent.glob("*.py"))
    assert PATHS.keys() == set(re.findall(r'\bRoute\("(/[^"]*)"', code))


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.key)
def test_the_sample_of_each_help_desk_is_taken(sender: Client, vendor: Vendor) -> None:
    sample = vendor.sample(SECRETS[vendor.key], int(time.time()))
    answer = sender.post(f"/webhooks/{vendor.key.replace('_', '-')}", sample.body, sample.headers)
    assert (answer.status, answer.text) == (200, "Taken.")


@given(body=anything)
def test_what_is_signed_is_understood_or_kept_whatever_it_is(sender: Client, body: Any) -> None:
    told = json.dumps(body).encode()
    assert sender.post("/webhooks/zendesk", told, signed(told, SECRETS["zendesk"])).status == 200


@given(detail=st.dictionaries(st.sampled_from(["id", "created_at", "status", "priority", "via", "subject"]), anything))
def test_a_known_event_with_anything_in_it_is_understood_or_kept(sender: Client, detail: dict[str, Any]) -> None:
    known = json.loads(event(7))
    told = json.dumps({**known, "id": json.dumps(detail), "detail": {**known["detail"], **detail}}).encode()
    assert sender.post("/webhooks/zendesk", told, signed(told, SECRETS["zendesk"])).status == 200


@schema.parametrize()  # type: ignore[untyped-decorator]
def test_requests_of_all_kinds_are_answered_as_it_says(address: str, case: Any) -> None:
    answer = case.call(base_url=address)
    assert answer.status_code in ANSWERS | {404, 405}
    assert "Traceback" not in answer.text
