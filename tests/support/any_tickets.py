"""Hypothesis strategies for sources full of tickets that no help desk would write, but some day one will."""

from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete

from kpi.model import Exclusion, Source, Status, Ticket, table
from kpi.store import Store
from tests.support.tickets import add

HOURS = 12
_INSTANTS = (
    "updated_at",
    "first_response_at",
    "first_human_response_at",
    "first_automated_response_at",
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
    (103.0, "off scale"),
    (None, "off scale"),
]


def _around(half_hours: range) -> st.SearchStrategy[int]:
    """Full and half hours, and the seconds next to them, so that many coincide and many are an hour apart."""
    return st.builds(
        lambda number, slip: 1_800 * number + slip, st.sampled_from(half_hours), st.sampled_from((0, 0, 0, -1, 1))
    )


instants = _around(range(2 * HOURS + 1))
_openings = _around(range(HOURS))
_ends = st.sampled_from((1_800 * 2 * HOURS, 1_800 * 2 * HOURS, 1_800 * HOURS, 1_800 * HOURS - 1, None))
_everything = st.just([0, 1_800 * 3 * HOURS])
ranges = _everything | st.tuples(_openings, instants).map(sorted)


@st.composite
def sources(draw: st.DrawFn, names: tuple[str, ...] = ("chat", "mail", "shop")) -> list[dict[str, Any]]:
    """Up to three sources, each with the fields that it supplies, a moment of completeness or none, and tickets."""
    return [draw(_source(name)) for name in names[: draw(st.integers(1, len(names)))]]


@st.composite
def _source(draw: st.DrawFn, name: str) -> dict[str, Any]:
    optional = {field for field in (*_INSTANTS, "status") if draw(st.sampled_from((True, True, False)))}
    fields = {"created_at", "excluded", "rating", "rating_scale", *optional}
    return {
        "source": name,
        "fields": fields,
        "complete_until": draw(_ends),
        "tickets": draw(st.lists(_ticket(fields), min_size=draw(st.sampled_from((0, 4))), max_size=8)),
    }


@st.composite
def _ticket(draw: st.DrawFn, fields: set[str]) -> dict[str, Any]:
    cells: dict[str, Any] = {name: draw(st.one_of(st.none(), instants)) for name in _INSTANTS if name in fields}
    if "status" in fields:
        cells["status"] = draw(st.sampled_from((None, *map(str, Status))))
    rating, scale = draw(st.sampled_from(_RATINGS))
    return {
        **cells,
        "created_at": draw(st.none()) if draw(st.integers(0, 9)) == 9 else draw(_openings),
        "excluded": draw(st.sampled_from((*[None] * 12, *map(str, Exclusion)))),
        "rating": rating,
        "rating_scale": scale,
    }


def fill(store: Store, described: list[dict[str, Any]]) -> None:
    """These sources and nothing else."""
    with store.writing() as connection:
        connection.execute(delete(table(Ticket)))
        connection.execute(delete(table(Source)))
    for source in described:
        rows = [{"external_id": str(number), "as_of": 0, **cells} for number, cells in enumerate(source["tickets"])]
        add(store, source["source"], *rows, fields=source["fields"], complete_until=source["complete_until"])
