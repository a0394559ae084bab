import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.store import Store
from kpi.webhooks import connecting
from kpi.webhooks.request import Connection, Request
from kpi.webhooks.taking import Incoming, take
from kpi.webhooks.vendors.zendesk import VENDOR
from tests.kpi.webhooks.vendors.desks import SECRET, ticket
from tests.kpi.webhooks.vendors.test_zendesk import CUSTOMER, KNOWN, LATER, LIFE, TICKET, instant
from tests.support.databases import a_store

COMMENTS = [
    ("end-user", "2026-07-20T09:00:00Z", True),
    ("bot", "2026-07-20T09:00:20Z", True),
    ("end-user", "2026-07-20T09:10:00Z", True),
    ("agent", "2026-07-20T09:12:30Z", False),
    ("agent", "2026-07-20T09:20:00Z", True),
    ("end-user", "2026-07-20T10:30:00Z", True),
    ("agent", "2026-07-20T11:00:00Z", True),
]
STANDS: dict[str, Any] = {
    "2026-07-20T09:25:00Z": {"status": "pending", "solved_at": None, "score": "unoffered"},
    "2026-07-20T10:15:00Z": {"status": "solved", "solved_at": "2026-07-20T10:00:00Z", "score": "offered"},
    "2026-07-20T10:45:00Z": {"status": "open", "solved_at": "2026-07-20T10:00:00Z", "score": "offered"},
    "2026-07-24T11:00:00Z": {"status": "closed", "solved_at": "2026-07-20T11:00:00Z", "score": "bad"},
}
"""When the ticket was exported, and how it then stood."""

EARLY, MIDDLE, OPEN, LATE = STANDS
OPTIONS = {"intents": "tags"}


def an_export(folder: Path, at: str) -> Path:
    """As Zendesk's export in JSON writes the ticket, and another one."""
    stands = STANDS[at]
    exported = {
        "id": int(TICKET),
        "created_at": "2026-07-20T09:00:00Z",
        "updated_at": at,
        "status": stands["status"],
        "subject": "Cannot log in",
        "priority": "high",
        "via": {"channel": "email"},
        "requester_id": int(CUSTOMER),
        "submitter_id": int(CUSTOMER),
        "brand_id": 1,
        "ticket_form_id": 3,
        "satisfaction_rating": {"score": stands["score"]},
        "metric_set": {"solved_at": stands["solved_at"]},
        "comments": [
            {"public": public, "created_at": written, "author": {"role": role}}
            for role, written, public in COMMENTS
            if instant(written) <= instant(at)
        ],
    }
    path = folder / f"{at.replace(':', '')}.ndjson"
    path.write_text("".join(json.dumps(each) + "\n" for each in (exported, {**exported, "id": 1})))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path)
    yield store
    store.close()


@pytest.mark.parametrize(
    "order",
    [
        pytest.param([*LIFE, EARLY, MIDDLE, OPEN, LATE], id="exports after all deliveries"),
        pytest.param([LATE, OPEN, EARLY, *LIFE[::-1]], id="exports before all deliveries"),
        pytest.param([*LIFE[:11], EARLY, *LIFE[11:], OPEN, OPEN], id="exports in between and again"),
    ],
)
def test_exports_of_a_ticket_change_nothing_of_what_deliveries_tell(
    store: Store, tmp_path: Path, order: Sequence[Any]
) -> None:
    options = Options(zone=ZoneInfo("UTC"), now=LATER, source="zendesk", accept=True)
    with store.writing() as connection:
        connecting.add(connection, VENDOR, "zendesk", SECRET, 0, "ada", options=OPTIONS)
    for step in order:
        if not isinstance(step, Request):
            import_file(store, an_export(tmp_path, step), options)
            continue
        with store.writing() as connection:
            (taken,) = take(connection, [Incoming("zendesk", VENDOR, step, Connection(0, OPTIONS))])
            assert not taken.why
    found = ticket(store, "zendesk", TICKET)
    assert {name: found[name] for name in KNOWN} == KNOWN
