"""One sample against an earlier one: how far they are apart, and whether that is more than noise."""

from dataclasses import dataclass

from kpi import statistics
from kpi.facts import Durations, Sample, Share


@dataclass(frozen=True)
class Change:
    """From an earlier value to this one.

    `absolute` is in the KPI's unit; `relative` is absolute ÷ the earlier value. `significant` is None where no test is
    possible. `why` says how that was found out, or what keeps the two from being compared.
    """

    absolute: float | None
    relative: float | None
    significant: bool | None
    why: str

    @classmethod
    def none(cls, why: str) -> "Change":
        """No comparison, for this reason."""
        return cls(None, None, None, why)


def compare(now: Sample, earlier: Sample, among: int = 1) -> Change:
    """The change from `earlier` to `now`, both of one KPI and both with data.

    Of several changes that are looked at together one is easily large by chance alone: each of `among` has to be that
    much clearer (Bonferroni's correction).
    """
    if now.value is None or earlier.value is None:
        raise ValueError("a sample without data has no change")
    absolute = now.value - earlier.value
    relative = absolute / earlier.value if earlier.value else None
    p, test = _test(now, earlier)
    if p is None:
        return Change(absolute, relative, None, "too few to test")
    if among > 1:
        test += f", as one of {among}"
    significant = p <= statistics.SIGNIFICANCE / among
    if significant and _disagrees(now, earlier, absolute):
        why = f"the median and the typical duration moved in different directions ({test}, p = {p:.2g})"
        return Change(absolute, relative, False, why)
    return Change(absolute, relative, significant, f"{test}, p = {p:.2g}")


def _test(now: Sample, earlier: Sample) -> tuple[float | None, str]:
    if isinstance(now, Share) and isinstance(earlier, Share):
        p = statistics.two_proportions(now.hits, now.n, earlier.hits, earlier.n)
        return p, "two-sided test of two proportions"
    if isinstance(now, Durations) and isinstance(earlier, Durations):
        return statistics.welch(now.moments, earlier.moments), "Welch's test on the log scale"
    raise TypeError("samples of different KPIs")


def _disagrees(now: Sample, earlier: Sample, absolute: float) -> bool:
    """Whether the mean of the logarithms, which is what was tested, moved against the value that is shown."""
    if isinstance(now, Share) or isinstance(earlier, Share):
        return False
    return (now.moments.mean - earlier.moments.mean) * absolute <= 0
