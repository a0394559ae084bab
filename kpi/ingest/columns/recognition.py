"""What each column of a table means: by what the person said, by vendor, by name and by content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi.ingest.columns.fitting import fitted
from kpi.ingest.columns.meaning import DURATIONS, MESSAGES, NPS, TIME_OF_DAY, ColumnReading, Confidence
from kpi.ingest.columns.names import as_written, event_named, named, plain_words, why_not_used
from kpi.ingest.columns.profile import MOST, Profile
from kpi.ingest.vendors.vendor import Vendor, header_key

_SAID, _VENDOR, _NAME, _WORD, _CONTENT = range(5)
"""Where a candidate comes from: the smaller is believed first."""


ONE_RATING = "a ticket keeps one rating"
"""Why one of two columns of ratings is not read: so the reason begins."""

_NAMES_OF_RATINGS = {"rating": {"csat", "satisfaction"}, NPS: {"nps"}}


@dataclass(frozen=True)
class Candidate:
    """A meaning that a column may have. Of several for one meaning the one with the smallest `order` gets it."""

    place: int
    reading: ColumnReading
    order: tuple[int, ...]


def recognise(
    headers: Sequence[str],
    profiles: Sequence[Profile],
    vendor: Vendor | None = None,
    said: Mapping[str, str | None] | None = None,
) -> list[ColumnReading]:
    """One reading a column, in the file's order. `headers` are all different (`names.distinct`).

    A name is believed only as far as the values agree with it: a column of durations that is named like a point in time
    is read as durations, and the other way round.
    """
    candidates: list[Candidate] = []
    refusals: dict[int, str] = {}
    for place, (header, profile) in enumerate(zip(headers, profiles, strict=True)):
        candidate = _of_column(place, header, profile, vendor, said or {})
        if isinstance(candidate, Candidate):
            candidates.append(candidate)
        else:
            refusals[place] = candidate
    chosen = _chosen(candidates, refusals)
    _guess_the_rest(headers, profiles, chosen, refusals, said or {})
    _keep_one_rating(profiles, chosen, refusals, said or {})
    _prefer_instants(profiles, chosen, refusals)
    _check_times_of_day(profiles, chosen, refusals)
    return [
        chosen.get(place) or ColumnReading(header, None, refusals.get(place) or why_not_used(header))
        for place, header in enumerate(headers)
    ]


def _of_column(
    place: int, header: str, profile: Profile, vendor: Vendor | None, said: Mapping[str, str | None]
) -> Candidate | str:
    """The column's best candidate, or why it has none ("" if nothing is known of it)."""
    if header in said:
        return _said(place, header, said[header])
    key = header_key(as_written(header))
    if vendor is not None and key in vendor.keys:
        meaning, unit = vendor.keys[key]
        if meaning is None:
            return f"{vendor.title}'s, and no KPI needs it"
        reading = ColumnReading(header, meaning, f"{vendor.title}'s", unit=unit)
        return _checked(place, reading, _worded(profile, vendor.values.get(meaning)), _VENDOR, vendor.ranks[key])
    by_name = named(as_written(header))
    if by_name is not None:
        return _checked(place, ColumnReading(header, by_name.meaning, "by its name"), profile, _NAME, by_name.rank)
    event = event_named(header) if profile.are_dates else None
    if event is not None:
        reading = ColumnReading(header, event, "a word in its name says so, and it holds dates", Confidence.GUESS)
        return Candidate(place, reading, (_WORD, 0, 0))
    return ""


def _worded(profile: Profile, words: Mapping[str, str] | None) -> Profile:
    """With the vendor's words in place of its numbers: “2” is no status by itself."""
    return profile if not words else Profile(profile.total, [words.get(value, value) for value in profile.values])


def _said(place: int, header: str, meaning: str | None) -> Candidate | str:
    """As the person said; “resolution_time:minutes” names a duration's unit as well."""
    if meaning is None:
        return "as you said"
    plain, _, unit = meaning.partition(":")
    reading = ColumnReading(
        header,
        plain if plain in DURATIONS else meaning,
        "as you said",
        unit=unit.upper() or None if plain in DURATIONS else None,
    )
    return Candidate(place, reading, (_SAID, 0, 0))


def _checked(place: int, reading: ColumnReading, profile: Profile, origin: int, rank: int) -> Candidate | str:
    """The candidate as its values allow it, or why they do not."""
    fit = fitted(reading, profile)
    if isinstance(fit, str):
        return fit
    says_little = profile.is_empty or (fit.meaning == "intent" and profile.is_constant)
    return Candidate(place, fit, (origin, says_little, rank))


def _chosen(candidates: Iterable[Candidate], refusals: dict[int, str]) -> dict[int, ColumnReading]:
    """The best candidate of each meaning, by place; why the others are not used goes to `refusals`."""
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: (candidate.order, candidate.place)):
        meaning = candidate.reading.meaning or ""
        if meaning in best:
            refusals[candidate.place] = f"“{best[meaning].reading.header}” already tells this"
        else:
            best[meaning] = candidate
    return {candidate.place: candidate.reading for candidate in best.values()}


def _keep_one_rating(
    profiles: Sequence[Profile],
    chosen: dict[int, ColumnReading],
    refusals: dict[int, str],
    said: Mapping[str, str | None],
) -> None:
    """A ticket has one rating: satisfaction, unless a person named only the other, or no values or a guess tell it.

    The date of the one that is not read is left aside with it.
    """
    by_meaning = {reading.meaning: place for place, reading in chosen.items()}
    if "rating" in by_meaning and NPS in by_meaning:
        satisfaction, nps = by_meaning["rating"], by_meaning[NPS]
        is_said = chosen[nps].header in said, chosen[satisfaction].header in said
        is_weak = profiles[satisfaction].is_empty or chosen[satisfaction].confidence is Confidence.GUESS
        loser, winner = (satisfaction, nps) if is_said == (True, False) or is_weak else (nps, satisfaction)
        refusals[loser] = f"{ONE_RATING}, and “{chosen[winner].header}” is read as that"
        del chosen[loser]
    told = {reading.meaning for reading in chosen.values()}
    rated = by_meaning.get("rated_at")
    if rated is None or chosen[rated].header in said or not told & {"rating", NPS}:
        return
    if _NAMES_OF_RATINGS[NPS if "rating" in told else "rating"] & set(plain_words(chosen[rated].header).split()):
        refusals[rated] = "it is about another rating than the one that is read"
        del chosen[rated]


def _prefer_instants(profiles: Sequence[Profile], chosen: dict[int, ColumnReading], refusals: dict[int, str]) -> None:
    """Where a point in time and a duration tell the same, the duration is used only if the other is empty."""
    by_meaning = {reading.meaning: place for place, reading in chosen.items()}
    for duration, instant in DURATIONS.items():
        if duration not in by_meaning or instant not in by_meaning:
            continue
        places = by_meaning[duration], by_meaning[instant]
        loser, winner = reversed(places) if profiles[places[1]].is_empty > profiles[places[0]].is_empty else places
        refusals[loser] = f"“{chosen[winner].header}” already tells this"
        del chosen[loser]


def _check_times_of_day(
    profiles: Sequence[Profile], chosen: dict[int, ColumnReading], refusals: dict[int, str]
) -> None:
    """A time of the day belongs to a date that has none."""
    by_meaning = {reading.meaning: place for place, reading in chosen.items()}
    for meaning, place in by_meaning.items():
        if meaning is None or not meaning.endswith(TIME_OF_DAY):
            continue
        day = by_meaning.get(meaning.removesuffix(TIME_OF_DAY))
        if day is None:
            refusals[place] = "no column has the date that belongs to it"
        elif profiles[day].have_times:
            refusals[place] = f"“{chosen[day].header}” already tells this"
        elif not profiles[place].are_times:
            refusals[place] = "most of its values are no times of the day"
        if refusals.get(place):
            del chosen[place]


def _guess_the_rest(
    headers: Sequence[str],
    profiles: Sequence[Profile],
    chosen: dict[int, ColumnReading],
    refusals: Mapping[int, str],
    said: Mapping[str, str | None],
) -> None:
    """What no name told, by the content of the columns that are left."""
    left = [place for place in range(len(headers)) if place not in chosen and not refusals.get(place)]
    told = {reading.meaning for reading in chosen.values()}
    for meaning, why, confidence, looks_so in _BY_CONTENT:
        if meaning in told:
            continue
        place = next(
            (place for place in left if headers[place] not in said and looks_so(headers[place], profiles[place])), None
        )
        if place is not None:
            chosen[place] = ColumnReading(headers[place], meaning, why, confidence)
            left.remove(place)


def _is_ticket_number(_header: str, profile: Profile) -> bool:
    return profile.is_key and not profile.are_dates and not any("." in value for value in profile.sample)


def _is_opening(header: str, profile: Profile) -> bool:
    """Every ticket has one."""
    return profile.are_dates and len(profile.values) == profile.total and event_named(f"opened {header}") is not None


def _is_status(_header: str, profile: Profile) -> bool:
    return not profile.is_constant and profile.statuses >= MOST - 0.2 and not profile.are_numbers


def _is_rating(_header: str, profile: Profile) -> bool:
    evidence = profile.rating
    return not profile.are_numbers and evidence.fits and profile.distinct >= 2


def _is_thread(_header: str, profile: Profile) -> bool:
    return profile.threads >= MOST


def _is_channel(_header: str, profile: Profile) -> bool:
    return profile.are_channels


_BY_CONTENT = (
    (MESSAGES, "its values are lists of messages", Confidence.LIKELY, _is_thread),
    ("external_id", "each row has another value in it", Confidence.GUESS, _is_ticket_number),
    ("created_at", "it holds dates, one in every row", Confidence.GUESS, _is_opening),
    ("status", "its values are statuses", Confidence.GUESS, _is_status),
    ("rating", "its values are ratings", Confidence.GUESS, _is_rating),
    ("channel", "its values are channels", Confidence.LIKELY, _is_channel),
)
