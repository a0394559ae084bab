"""Whether the values of a column are what its name says."""

from dataclasses import replace

from kpi.ingest.columns.durations import unit_of
from kpi.ingest.columns.meaning import DURATIONS, INSTANTS, MESSAGES, NPS, ColumnReading, Confidence
from kpi.ingest.columns.names import PERSONAL
from kpi.ingest.columns.profile import MOST, Profile
from kpi.ingest.columns.ratings import Scale

_DURATION_OF = {instant: duration for duration, instant in DURATIONS.items()}
_FEW = 0.5

NOT_SATISFACTION = "it runs from 0 to 10, which is no scale of satisfaction"
NOT_TO_TEN = "most of its values are no whole numbers from 0 to 10"


def fitted(reading: ColumnReading, profile: Profile) -> ColumnReading | str:
    """The reading as the values allow it, or in words why they do not. An empty column is what its name says."""
    if profile.is_empty:
        return replace(reading, why=f"{reading.why}, although it is empty", confidence=Confidence.LIKELY)
    meaning = reading.meaning or ""
    if meaning in INSTANTS or meaning == "event_at":
        return _instant(reading, profile)
    if meaning in DURATIONS:
        return _duration(reading, profile)
    if meaning == "status":
        return _status(reading, profile)
    if meaning == "rating":
        return _rating(reading, profile)
    if meaning == NPS and not profile.rating.fits_nps:
        return NOT_TO_TEN
    if meaning == "requester":
        return _requester(reading, profile)
    if meaning == MESSAGES and profile.threads < MOST:
        return "its values are no lists of messages"
    return reading


def _instant(reading: ColumnReading, profile: Profile) -> ColumnReading | str:
    if profile.dates >= _FEW:
        return reading
    duration = _DURATION_OF.get(reading.meaning or "")
    if duration is not None and profile.durations >= MOST:
        why = f"{reading.why}, but its values are durations"
        unit = unit_of(reading.header)
        return replace(reading, meaning=duration, why=why, unit=unit and unit.name)
    return f"most of its values are in no date format that is known: “{profile.values[0]}”"


def _duration(reading: ColumnReading, profile: Profile) -> ColumnReading | str:
    if profile.are_dates and profile.durations < MOST:
        return replace(
            reading, meaning=DURATIONS[reading.meaning or ""], why=f"{reading.why}, but its values are points in time"
        )
    if profile.durations < _FEW:
        return f"most of its values are no durations: “{profile.values[0]}”"
    return reading


def _status(reading: ColumnReading, profile: Profile) -> ColumnReading | str:
    """“State” may be a part of a country; “Status” is one even where a desk has words of its own."""
    least = _FEW if reading.header.casefold() in ("state", "estado", "zustand") else 0.0
    if profile.statuses > least:
        return reading
    return f"its values are no statuses: “{profile.values[0]}”"


def _rating(reading: ColumnReading, profile: Profile) -> ColumnReading | str:
    if profile.rating.scale is Scale.ZERO_TO_TEN:
        return NOT_SATISFACTION
    if profile.rating.fits:
        return reading
    return f"its values are on no rating scale: “{profile.rating.example_off}”"


def _requester(reading: ColumnReading, profile: Profile) -> ColumnReading | str:
    """Names of people do not tell them apart, and neither do numbers that have lost their digits."""
    if profile.are_dates:
        return "it holds dates, not who asked"
    if profile.numbers_rounded >= _FEW:
        return "its numbers were rounded by a spreadsheet"
    if profile.addresses_or_numbers < MOST:
        return PERSONAL
    return replace(reading, why=f"{reading.why}; kept as a hash that names nobody")
