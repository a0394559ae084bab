"""A readout as JSON, in the shape that `kpibot ask --json` promises."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from kpi.answering.breakdown import Breakdown, Segment
from kpi.answering.distribution import Distribution, IntentShare
from kpi.answering.readout import Readout, Trend, Window
from kpi.answering.series import Point
from kpi.catalogue import Target
from kpi.comparison import Change
from kpi.filters import Filter
from kpi.period import Period
from kpi.team.notes import Note


def to_json(readout: Readout, notes: list[str]) -> dict[str, Any]:
    """Values are in the units named; `start` and `end` are local days, half-open; no data is None."""
    reading = readout.reading
    parts = reading.parts if reading else {}
    return {
        "kpi": readout.kpi.key,
        "period": _period(readout.question.period),
        "value": reading.value if reading else None,
        "unit": str(readout.kpi.unit),
        "n": reading.n if reading else None,
        "parts": {name: {"value": part.value, "unit": str(part.unit), "n": part.n} for name, part in parts.items()},
        "baseline": _baseline(readout),
        "change": _change(readout.change),
        **_breakdown(readout.breakdown),
        "series": [_point(each) for each in readout.series] if readout.question.series else [],
        "left_out": dict(reading.left_out) if reading else {},
        "as_of": None if readout.as_of is None else datetime.fromtimestamp(readout.as_of, UTC).isoformat(),
        "notes": notes,
        "connected": readout.connected,
        "incomplete": readout.incomplete,
        "target": _target(readout.target),
        "usual": None if readout.usual is None else {"value": readout.usual.value, "weeks": readout.usual.weeks},
        "window": _window(readout.window),
        "state": None if readout.state is None else str(readout.state),
        "unjudged": readout.unjudged,
        "trend": _trend(readout.trend),
        "marks": [_mark(each) for each in readout.marks],
        "distribution": _distribution(readout.distribution),
        "behind": readout.behind,
        "currency": readout.currency,
        **_narrowed(readout.question.filters),
    }


def _period(period: Period) -> dict[str, str]:
    return {
        "label": period.label,
        "start": period.first.isoformat(),
        "end": period.end.isoformat(),
        "zone": period.zone.key,
    }


def _baseline(readout: Readout) -> dict[str, Any] | None:
    if readout.baseline is None:
        return None
    sample = readout.baseline.sample
    return {"period": _period(readout.baseline.period), "value": sample.value, "n": sample.n}


def _change(change: Change) -> dict[str, Any]:
    return {
        "absolute": change.absolute,
        "relative": change.relative,
        "significant": change.significant,
        "why": change.why,
    }


def _target(target: Target | None) -> dict[str, Any] | None:
    return None if target is None else {"value": target.value, "bad": target.bad}


def _window(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    return {
        "period": _period(window.period),
        "value": window.sample.value,
        "n": window.sample.n,
        "change": _change(window.change),
    }


def _trend(trend: Trend | None) -> dict[str, Any] | None:
    if trend is None:
        return None
    recent, earlier = ({"value": each.value, "n": each.n} for each in (trend.recent, trend.earlier))
    return {"recent": recent, "earlier": earlier, "change": _change(trend.change)}


def _mark(note: Note) -> dict[str, Any]:
    return {
        "first_day": note.first_day.isoformat(),
        "last_day": note.last_day.isoformat(),
        "text": note.text,
        "kind": str(note.kind),
    }


def _distribution(distribution: Distribution | None) -> dict[str, Any] | None:
    if distribution is None:
        return None
    return {
        "intents": [_intent(each) for each in distribution.intents],
        "rest": {"intents": distribution.rest, "n": distribution.rest_n},
        "unclassified": {"n": distribution.unclassified.hits, "of": distribution.unclassified.n},
    }


def _intent(intent: IntentShare) -> dict[str, Any]:
    return {
        "label": intent.spelling,
        "value": intent.share.value,
        "n": intent.share.hits,
        "usual": intent.usual,
        "above_limit": intent.above_limit,
        "change": _change(intent.change),
    }


def _narrowed(filters: Sequence[Filter]) -> dict[str, Any]:
    if not filters:
        return {}
    return {
        "filters": [
            {"dimension": each.dimension.key, "value": each.spelling if each.value else None} for each in filters
        ]
    }


def _breakdown(breakdown: Breakdown | None) -> dict[str, Any]:
    if breakdown is None:
        return {"breakdown": []}
    return {
        "breakdown_by": breakdown.dimension.key,
        "breakdown": [_segment(each) for each in breakdown.segments],
        "breakdown_rest": {"segments": breakdown.rest, "n": breakdown.rest_n},
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "label": None if segment.value is None else segment.spelling,
        "value": segment.sample.value,
        "n": segment.sample.n,
        "share": segment.share,
        "change": _change(segment.change),
        **({"series": [{"value": each.value, "n": each.n} for each in segment.series]} if segment.series else {}),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "period": _period(point.period),
        "value": point.sample.value,
        "n": point.sample.n,
        "incomplete": point.incomplete,
    }
