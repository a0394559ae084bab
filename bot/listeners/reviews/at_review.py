"""The review that a button belongs to, as the store knows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.buttons import OfReview, read_review_value
from bot.commands.deciding import Deciding
from bot.commands.registry import Workbench
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.press import Press
from bot.listeners.reviews.shown import Shown, with_focus
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from kpi.errors import UserError
from kpi.review.agenda import Agenda, agenda
from kpi.review.record import foci
from kpi.review.record.foci import StoredFocus
from kpi.review.review import period_of
from kpi.schedule import posts, schedules
from kpi.schedule.typed_schedule import filters_of

_GONE = "message_not_found"
_CURRENT = "See what is current with `/kpi focus`."


@dataclass(frozen=True)
class Pressed:
    """A button of a review, who pressed it and where; `shown` is the review, if it was pressed there. `trigger_id` is
    good for opening one modal, within three seconds."""

    press: Press
    of: OfReview
    shown: Shown | None
    trigger_id: str

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Pressed":
        """From the payload of the press; UserError if the button is of another version of kpibot."""
        press = Press.read(body)
        shown = Shown.pressed(press, body)
        is_there = shown is not None and shown.is_review
        return cls(press, read_review_value(press.value), shown if is_there else None, body.get("trigger_id", ""))


def put(desk: Desk, body: dict[str, Any], work: Callable[[Pressed], None], name: str = "") -> None:
    """Do what a press asks for; what goes wrong is told to the presser alone.

    What opens a modal has a `name`, and a lane of its own: it may not wait for other answers in the channel.
    """
    press = Press.read(body)
    lane = f"{name} {press.person}" if name else press.place
    desk.put(lane, lambda: work(Pressed.read(body)), press.tell(desk), prompt=COMMAND)


def current(connection: Connection, of: OfReview) -> StoredFocus:
    """The focus that goes on; UserError if there is none, or if a later review was posted."""
    latest, found = posts.last_posted(connection, of.channel), foci.current(connection, of.channel)
    if found is None:
        raise UserError("This channel has no focus at the moment.", _CURRENT)
    if found.monday > of.monday or (latest is not None and latest.monday > of.monday):
        raise UserError("A later review has been posted since.", _CURRENT)
    return found


def agenda_of(bench: Workbench, at: Deciding, of: OfReview) -> Agenda:
    """All that the review says, from what the store knows now."""
    schedule = schedules.of(at.connection, of.channel)
    post = posts.of(at.connection, of.channel, of.monday)
    filters = filters_of(at.connection, schedule.filters if schedule else "", at.team, at.now)
    weeks = post.weeks if post else (schedule and schedule.weeks) or 1
    period = period_of(of.monday, weeks, at.team.zone)
    return agenda(at.connection, at.team, period, at.now, bench.playbook, of.channel, filters)


def refresh(desk: Desk, of: OfReview, shown: Shown | None = None, ts: str = "") -> str | None:
    """Show in the review what the store knows now of its focus: in the one with this `ts`, else in the latest.

    The `ts` of its message, for what is said in its thread; None if it is not there. What was decided holds whether or
    not it can be shown there, so what is in the way is only logged.
    """
    found = shown.ts if shown else ts or _posted(desk, of)
    if not found:
        return None
    try:
        review = shown or Shown.read(of.channel, found, desk.delivery.posted(of.channel, found))
        return found if _put(desk, review) else None
    except (RefusedError, LostError, UnexpectedRefusalError) as error:
        structlog.get_logger("kpibot").info("a review stays as it is", channel=of.channel, why=str(error))
        is_gone = isinstance(error, RefusedError) and error.code == _GONE
        return None if is_gone else found


def _put(desk: Desk, review: Shown) -> bool:
    """Whether it is a review: what stands in the place of a deleted message is none."""
    if not review.is_review:
        return False
    with desk.bench.store.reading() as connection:
        focus = foci.current(connection, review.channel)
    if focus is not None:
        review.put(desk, with_focus(desk, review.content, focus))
    return True


def _posted(desk: Desk, of: OfReview) -> str | None:
    """The `ts` of the channel's latest review."""
    with desk.bench.store.reading() as connection:
        post = posts.last_posted(connection, of.channel)
    return post.ts if post else None
