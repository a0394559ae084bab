"""A readout in a few words, for where many stand together."""

from kpi import words
from kpi.answering.readout import Readout
from kpi.wording import change_words

_BESIDE = {
    "over_7_days_old": ("", " of them open for over 7 days"),
    "answered_by_bot": ("", " of them answered by the bot"),
    "oldest": ("the oldest for ", ""),
}


def count(readout: Readout) -> str:
    """A count that has data in a line: "541, usually 458", "202, 104 of them open for over 7 days"."""
    reading = readout.reading
    if reading is None or reading.value is None:
        return "no data"
    said = [words.amount(reading.value, readout.kpi.unit, readout.currency)]
    if readout.usual is not None:
        said.append(f"usually {words.amount(readout.usual.value, readout.kpi.unit, readout.currency)}")
    for name, (before_it, after_it) in _BESIDE.items():
        part = reading.parts.get(name)
        if part is not None and part.value:
            said.append(f"{before_it}{words.amount(part.value, part.unit)}{after_it}")
    return ", ".join(said)


def drift(readout: Readout) -> str:
    """The last four weeks against the four before: "75.1 %, before 86.2 % (worse)"; "" without such a comparison."""
    found = readout.trend
    if found is None or found.recent.value is None or found.earlier.value is None:
        return ""
    recent, earlier = (
        change_words.value(each, readout.kpi.unit, readout.currency)
        for each in (found.recent.value, found.earlier.value)
    )
    return f"{recent}, before {earlier} ({change_words.direction(readout.kpi, found.change)})"
