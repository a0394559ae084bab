"""A readout as JSON, in the shape that `kpibot ask --json` promises."""

from datetime import UTC, datetime
from typing import Any

from kpi.answer import Readout
from kpi.period import Period


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
        "change": {
            "absolute": readout.change.absolute,
            "relative": readout.change.relative,
            "significant": readout.change.significant,
            "why": readout.change.why,
        },
        "breakdown": [],
        "series": [],
        "left_out": dict(reading.left_out) if reading else {},
        "as_of": None if readout.as_of is None else datetime.fromtimestamp(readout.as_of, UTC).isoformat(),
        "notes": notes,
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
