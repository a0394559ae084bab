"""Self-service inquiries by local day."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, exists, select

from kpi.counting.days import Days, midnight
from kpi.measures import Measure
from kpi.model import Inquiry, InquiryDay, Outcome, Source, Ticket, table

_inquiry, _inquiry_day, _source, _ticket = table(Inquiry), table(InquiryDay), table(Source), table(Ticket)
_BY_OUTCOME = {Outcome.RESOLVED: Measure.INQUIRIES_RESOLVED, Outcome.CONTACTED: Measure.INQUIRIES_CONTACTED}

# One that led to a conversation counts once, as the conversation, or nowhere if that is excluded.
_BECAME_A_CONVERSATION = exists().where(
    _ticket.c.source.in_(select(_source.c.name)), _ticket.c.external_id == _inquiry.c.conversation
)


def inquiries(connection: Connection, days: Days) -> Mapping[Measure, npt.NDArray[np.float64]]:
    """How many there were on each day, how many of them were resolved without an agent, and how many led to one."""
    counted = {
        measure: np.zeros(days.number)
        for measure in (Measure.INQUIRIES, Measure.INQUIRIES_RESOLVED, Measure.INQUIRIES_CONTACTED)
    }
    _single(connection, days, counted)
    _by_day(connection, days, counted)
    return counted


def any_inquiries(connection: Connection) -> bool:
    """Whether any source tells of self-service at all."""
    return any(connection.execute(select(each.c.source).limit(1)).first() for each in (_inquiry, _inquiry_day))


def _single(connection: Connection, days: Days, counted: Mapping[Measure, npt.NDArray[np.float64]]) -> None:
    query = select(_inquiry.c.at, _inquiry.c.outcome).where(
        _inquiry.c.at >= days.start_at,
        _inquiry.c.at < days.end_at,
        _inquiry.c.at <= _inquiry.c.as_of,  # the future when it was told
        ~_BECAME_A_CONVERSATION,
    )
    rows = connection.execute(query).all()
    day = days.index(np.array([row.at for row in rows], dtype=np.float64))
    outcome = np.array([row.outcome for row in rows], dtype=np.str_)
    counted[Measure.INQUIRIES] += np.bincount(day, minlength=days.number)
    for value, measure in _BY_OUTCOME.items():
        counted[measure] += np.bincount(day[outcome == value], minlength=days.number)


def _by_day(connection: Connection, days: Days, counted: Mapping[Measure, npt.NDArray[np.float64]]) -> None:
    """Of days of which only the numbers are known; not of those that were the future when they were told."""
    c = _inquiry_day.c
    columns = (c.day, c.as_of, c.resolved + c.contacted + c.abandoned, c.resolved, c.contacted)
    for day, as_of, *numbers in connection.execute(select(*columns).where(c.day >= days.first, c.day < days.end)):
        if midnight(day, days.zone) <= as_of:
            for measure, number in zip(counted, numbers, strict=True):
                counted[measure][(day - days.first).days] += number
