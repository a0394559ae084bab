"""What stands open at the end of some days: what had come in by then, less what had left."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date

from kpi import words
from kpi.catalogue import Kpi, missing
from kpi.counting.days import Days
from kpi.dimensions import Dimension
from kpi.facts import Facts, Key, Tally
from kpi.readings.reader import Reader, TallyReader, reached
from kpi.samples import Number


class StandingReader(TallyReader):
    """A reader of such a number, at the last instant of each stretch, or when the source was last complete."""

    kpi: Kpi

    @abstractmethod
    def count(self, tally: Tally) -> int:
        """How many, of all that had been counted up to then."""

    def sample(self, tally: Tally) -> Number:
        return Number(self.count(tally))

    def samples(
        self, facts: Facts, stretches: Sequence[Days], by: Sequence[Dimension] = ()
    ) -> Mapping[Key, Sequence[Number]]:
        """As `Reader`."""
        known = [reached(self.kpi, facts, stretch) for stretch in stretches]
        found = facts.standing(self.wanted, [stretch.end for stretch in stretches], by)
        return {
            key: [
                Number(self.count(tally) if tells else 0, known=tells)
                for tally, tells in zip(tallies, known, strict=True)
            ]
            for key, tallies in found.items()
        }


def stood(reader: Reader, facts: Facts, end: date) -> Tally:
    """All that the reader wants, as it had been counted up to, and without, this day, told apart by nothing."""
    return facts.standing(reader.wanted | reader.beside, [end])[()][0]


def cannot_tell(kpi: Kpi, facts: Facts) -> tuple[str, ...]:
    """That the conversations of some sources are not counted, where others tell all that the KPI needs."""
    lacking = {each.name: missing(kpi, each.fields) for each in facts.sources if each.first_opened is not None}
    if all(lacking.values()):
        return ()
    firsts = list(dict.fromkeys(needs[0] for needs in lacking.values() if needs))
    return tuple(_silent(need, [name for name, needs in lacking.items() if needs[:1] == [need]]) for need in firsts)


def _silent(need: str, names: Sequence[str]) -> str:
    says = "does not say" if len(names) == 1 else "do not say"
    return f"{words.listed(names)} {says} {need}: the conversations there are not counted."
