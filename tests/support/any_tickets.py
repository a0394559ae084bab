"""Hypothesis strategies for sources full of tickets that no help desk would write, but some day one will."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete

from kpi.model import Exclusion, Source, Status, Ticket, table
from kpi.store import Store
from tests.support.tickets import add

HOUR, DAY = 3_600, 86_400
SPRING, AUTUMN = date(2026, 3, 22), date(2026, 10, 18)
"""In the fortnight after each of them, the clocks change in most zones that change them."""

LAST_DAY = 24
"""Days after such a beginning by which everything is over."""

_INSTANTS = (
    "updated_at",
    "first_response_at",
    "first_human_response_at",
    "first_automated_response_at",
    "acknowledged_at",
    "handed_over_at",
    "resolved_at",
    "reopened_at",
    "rated_at",
)
_RATINGS = [
    (None, None),
    *((float(stars), "stars") for stars in range(1, 6)),
    (4.5, "stars"),
    *((float(face), "faces") for face in (-1, 0, 1)),
    *((float(score), "0 to 10") for score in (0, 1, 6, 7, 8, 9, 10)),
    (103.0, "off scale"),
    (None, "off scale"),
]
_LATER = (0, 20, HOUR // 2, HOUR, HOUR, 7 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 7 * DAY, 9 * DAY, -HOUR, -DAY)
_AFTER = [None] * 24 + [later + slip for later in _LATER for slip in (0, 0, 0, -1, 1)] + [30 * DAY] * 3
"""Seconds after the opening, with those that decide something, the seconds next to them, and the future."""

_HALF_HOURS = [day * 48 + half for day in range(12) for half in (0, 2, 13, 18, 19, 34, 46, 47)]
_OPENINGS = [HOUR // 2 * number + slip for number in _HALF_HOURS for slip in (0, 0, 0, -1, 1)]
"""Full and half hours of some days, and the seconds next to them, so that many coincide."""

CHANNELS = (None, "chat", "email")
INTENTS = (None, "refund", "login", "other")
REQUESTERS = (None, "ada", "ben")


def start(season: date) -> int:
    """Its midnight in UTC."""
    return int(datetime(season.year, season.month, season.day, tzinfo=UTC).timestamp())


@st.composite
def sources(
    draw: st.DrawFn, season: date = SPRING, names: tuple[str, ...] = ("chat", "mail", "shop"), most: int = 6
) -> list[dict[str, Any]]:
    """Up to three sources, each with the fields that it supplies, a moment of completeness or none, and tickets."""
    return [draw(_source(name, season, most)) for name in names[: draw(st.integers(1, len(names)))]]


@st.composite
def _source(draw: st.DrawFn, name: str, season: date, most: int) -> dict[str, Any]:
    optional = {field for field in (*_INSTANTS, "status", "requester") if draw(st.sampled_from((True, True, False)))}
    fields = {"created_at", "excluded", "rating", "rating_scale", "channel", "intent", "team", *optional}
    over, half = start(season) + LAST_DAY * DAY, start(season) + LAST_DAY // 2 * DAY
    return {
        "source": name,
        "fields": fields,
        "complete_until": draw(st.sampled_from((over, over, over, half, half - 1, None))),
        "authors_since": draw(st.sampled_from((None, None, None, half))),
        "tickets": draw(st.lists(_ticket(fields, season), min_size=draw(st.sampled_from((0, 4))), max_size=most)),
    }


@st.composite
def _ticket(draw: st.DrawFn, fields: set[str], season: date) -> dict[str, Any]:
    opened = start(season) + draw(st.sampled_from(_OPENINGS))
    after = {name: draw(st.sampled_from(_AFTER)) for name in _INSTANTS if name in fields}
    cells: dict[str, Any] = {name: None if later is None else opened + later for name, later in after.items()}
    if "status" in fields:
        cells["status"] = draw(st.sampled_from((None, *map(str, Status))))
    if "requester" in fields:
        cells["requester"] = draw(st.sampled_from(REQUESTERS))
    rating, scale = draw(st.sampled_from(_RATINGS))
    channel = draw(st.sampled_from(CHANNELS))
    return {
        **cells,
        "created_at": None if draw(st.integers(0, 9)) == 9 else opened,
        "excluded": draw(st.sampled_from((*[None] * 12, *map(str, Exclusion)))),
        "rating": rating,
        "rating_scale": scale,
        "channel": channel,
        "intent": draw(st.sampled_from(INTENTS)),
        "given_intent": draw(st.sampled_from((None, None, None, *INTENTS))),
        "team": draw(st.sampled_from((None, f"team {channel}", "tier 2"))),
    }


def days(season: date) -> st.SearchStrategy[tuple[date, date]]:
    """The first day of a period and the one after its last."""
    numbers = st.tuples(st.integers(0, LAST_DAY - 1), st.integers(1, LAST_DAY))
    some = numbers.map(lambda pair: (season + timedelta(pair[0]), season + timedelta(min(sum(pair), LAST_DAY))))
    return st.just((season - timedelta(2), season + timedelta(LAST_DAY + 3))) | some


def fill(store: Store, described: list[dict[str, Any]]) -> None:
    """These sources and nothing else."""
    with store.writing() as connection:
        connection.execute(delete(table(Ticket)))
        connection.execute(delete(table(Source)))
    for source in described:
        rows = [{"external_id": str(number), "as_of": 0, **cells} for number, cells in enumerate(source["tickets"])]
        told = {name: source.get(name) for name in ("fields", "complete_until", "authors_since")}
        add(store, source["source"], *rows, **told)
