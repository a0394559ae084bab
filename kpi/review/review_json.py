"""A review as JSON, in the shape that `kpibot review --json` promises."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from kpi.dimensions import INTENT
from kpi.review import wording
from kpi.review.costly_intent import CostlyIntent
from kpi.review.focus import Focus
from kpi.review.held_down_by import HeldDown, Segment
from kpi.review.moved_most import Move
from kpi.review.record.foci import StoredFocus
from kpi.review.restated import Restated
from kpi.review.review import Review, Waiting
from kpi.review.risen_intent import RisenIntent
from kpi.review.standing import Row, Standing
from kpi.review.verdict import Verdict
from kpi.team.targets import BOT

_WEEK = timedelta(weeks=1)


def to_json(
    review: Review, named: Focus | None = None, judged: Verdict | None = None, moved: Sequence[Restated] = ()
) -> dict[str, Any]:
    """Values are in the KPI's unit; no data is None, and so is what nothing was found for.

    Beside the review itself: the focus that is `named` in it, how an earlier one was `judged`, and what was restated.
    """
    week, weakest = review.week, review.ranking.weakest
    ranked = [each.kpi.key for each in review.ranking.candidates]
    return {
        "week": week.period.text,
        "start": week.period.first.isoformat(),
        "end": week.period.end.isoformat(),
        "zone": week.period.zone.key,
        "so_far": week.period.unfinished,
        "waiting": _waiting(review.waiting),
        "headline": wording.headline(review),
        "kpis": [_kpi(each, is_candidate=each.kpi.key in ranked) for each in week.standings],
        "weakest": weakest.standing.kpi.key if weakest else None,
        "weakest_is": str(weakest.how) if weakest else None,
        "instead_of": weakest.instead_of.kpi.key if weakest and weakest.instead_of else None,
        "ranking": ranked,
        "decline": _move(review.ranking.decline) if review.ranking.decline else None,
        "moved_most": _move(review.moves[0]) if review.moves else None,
        "moved": [_move(each) for each in review.moves],
        "held_down_by": _held_down_by(review),
        "conflicts": [{"id": each.number, "text": each.text} for each in review.conflicts],
        "focus": focus(named) if named else None,
        "verdict": _verdict(judged) if judged else None,
        "restated": [_restated(each) for each in moved],
    }


def focus(named: Focus) -> dict[str, Any]:
    """A focus; its date is the Monday on which the review is that tells."""
    return {
        "kpi": named.kpi.key,
        "step": named.step,
        "text": named.text,
        "where": named.place,
        "labels": dict(named.labels),
        "worth": named.worth,
        "figure": named.figure,
        "date": (named.due + _WEEK).isoformat(),
        "start": {"value": named.start.value, "n": named.start.n},
        "why": named.why,
    }


def stored_focus(stored: StoredFocus) -> dict[str, Any]:
    """One that an earlier review named, in the week from `monday` on."""
    return focus(stored.focus) | {"monday": stored.monday.isoformat(), "taken": stored.owner is not None}


def _verdict(judged: Verdict) -> dict[str, Any]:
    return {
        "how": str(judged.how),
        "text": judged.text,
        "needed": judged.needed or None,
        "early_sign": judged.early_sign or None,
    }


def _restated(moved: Restated) -> dict[str, Any]:
    return {
        "kpi": moved.kpi.key,
        "weeks": moved.weeks.text,
        "old": moved.old,
        "new": moved.new,
        "old_state": str(moved.old_state) if moved.old_state else None,
        "new_state": str(moved.new_state) if moved.new_state else None,
        "text": moved.text,
    }


def _waiting(waiting: Waiting) -> dict[str, Any]:
    return {"n": waiting.number, "answered_by_bot": waiting.by_bot, "oldest": waiting.oldest, "now": waiting.now}


def _kpi(standing: Standing, *, is_candidate: bool) -> dict[str, Any]:
    """Value, n, baseline, target, bad, gap and state are of one and the same: what is judged."""
    sample, against = standing.sample, standing.against
    reading, window = standing.readout.reading, standing.readout.window
    return {
        "kpi": standing.kpi.key,
        "value": sample.value if sample else None,
        "n": sample.n if sample else None,
        "baseline": _baseline(standing),
        "target": against.value if against else None,
        "bad": against.bad if against else None,
        "gap": standing.judgement.gap,
        "state": str(standing.state) if standing.state else None,
        "why": standing.why or None,
        "candidate": is_candidate,
        "unit": str(standing.kpi.unit),
        "row": standing.row.name if standing.row else None,
        "own_usual": standing.readout.target is None and against is not None,
        "judged_over": window.called if window and standing.state else "week",
        "week": {"value": reading.value if reading else None, "n": reading.n if reading else None},
        "interval": list(sample.interval) if sample and sample.interval else None,
        "significant": standing.change.significant,
        "rows": [_row(each) for each in standing.rows],
    }


def _baseline(standing: Standing) -> float | None:
    """That of the value beside it: of the bot's first replies nothing is compared."""
    if standing.row is not None and standing.row.name == BOT:
        return None
    window, baseline = standing.readout.window, standing.readout.baseline
    if window is not None and standing.state is not None:
        return window.baseline.value if window.change.absolute is not None else None
    return baseline.sample.value if baseline else None


def _row(row: Row) -> dict[str, Any]:
    against, state = row.judgement.against, row.judgement.state
    return {
        "row": row.name,
        "value": row.sample.value,
        "n": row.sample.n,
        "target": against.value if against else None,
        "bad": against.bad if against else None,
        "gap": row.judgement.gap,
        "state": str(state) if state else None,
        "why": row.judgement.why or None,
    }


def _move(move: Move) -> dict[str, Any]:
    standing = move.standing
    before, now = standing.before, standing.now
    return {
        "kpi": standing.kpi.key,
        "from": before.value if before else None,
        "to": now.value if now else None,
        "times": move.times,
        "bad": move.bad,
        "over": standing.readout.window.called if standing.readout.window else "week",
    }


def _held_down_by(review: Review) -> dict[str, Any] | None:
    """What is common to all: `text`; else as it is of its kind."""
    held = review.held_down_by
    if held is None:
        return None
    return {"text": wording.held_down_by(review), **_figures(held)}


def _figures(held: HeldDown) -> dict[str, Any]:
    match held:
        case Segment():
            return {
                "segment": {label.dimension.key: label.spelling for label in held.labels},
                "value": held.sample.value,
                "n": held.sample.n,
                "share": held.share,
                "without": held.without.value,
                "gain": held.gain,
            }
        case CostlyIntent():
            people = {"human_resolutions": held.by_people, "of_human_resolutions": held.all_by_people}
            bot = {"handovers": held.handed_over, "of_handovers": held.all_handed_over}
            return {"segment": {INTENT.key: held.spelling}, **people, **bot}
        case RisenIntent():
            return {
                "segment": {INTENT.key: held.spelling},
                "value": held.share.value,
                "n": held.share.n,
                "count": held.share.hits,
                "usual": held.usual,
                "since": held.monday.isoformat() if held.monday else None,
                "since_day": held.day.isoformat() if held.day else None,
                "channel": held.channel,
            }
