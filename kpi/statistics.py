"""Quantiles, intervals and tests, each with the source of its formula. Knows nothing of KPIs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist

SIGNIFICANCE = 0.05
"""A change whose p is above this is within the noise."""

Z = NormalDist().inv_cdf(1 - SIGNIFICANCE / 2)
_ROUNDING = 1e-12
_TINY = 1e-300
_MOST_STEPS = 1_000


def quantile(sorted_values: Sequence[float], q: float) -> float | None:
    """The ⌈q·n⌉-th smallest of n ascending values, without interpolation (type 1 of Hyndman and Fan 1996).

    `q` is taken as the decimal fraction it is written as: 0.55 of 100 is the 55th. None for no values.
    """
    return sorted_values[rank(q, len(sorted_values)) - 1] if sorted_values else None


def rank(q: float, n: int) -> int:
    """⌈q·n⌉, and at least 1: which of n sorted values, counted from 1, is the quantile q."""
    part = _as_written(q)
    return max(-(-part.numerator * n // part.denominator), 1)


@lru_cache(64)
def _as_written(q: float) -> Fraction:
    """The decimal fraction that q is written as."""
    return Fraction(str(q))


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share, as fractions (Wilson 1927). All of (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    share = successes / n
    centre = share + Z**2 / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    return max(0.0, min(share, (centre - half) / scale)), min(1.0, max(share, (centre + half) / scale))


def two_proportions(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """p, two-sided, of a difference between two shares, if there were none: the z test with pooled variance,
    uncorrected for continuity (NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3).

    1.0 where both shares are 0 or both are 1; None where one of them is of nothing.
    """
    if n1 == 0 or n2 == 0:
        return None
    pooled = Fraction(k1 + k2, n1 + n2)
    variance = float(pooled * (1 - pooled) * (Fraction(1, n1) + Fraction(1, n2)))
    if variance == 0:
        return 1.0
    z = (k1 / n1 - k2 / n2) / math.sqrt(variance)
    return math.erfc(abs(z) / math.sqrt(2))


def balance_error(promoters: int, detractors: int, n: int) -> float | None:
    """The standard error of the difference of two shares of one sample, as a fraction: √((p + d − (p − d)²) ÷ n), by
    the variance of a multinomial distribution (Agresti, Categorical Data Analysis, 1.4). None of nothing."""
    if n == 0:
        return None
    up, down = Fraction(promoters, n), Fraction(detractors, n)
    return math.sqrt((up + down - (up - down) ** 2) / n)


def balances(one: tuple[int, int, int], other: tuple[int, int, int]) -> float | None:
    """p, two-sided, of a difference between two balances of (promoters, detractors, n), if there were none: the z test
    with each sample's own multinomial variance. 1.0 where neither varies and they are equal; None of nothing."""
    error_one, error_other = balance_error(*one), balance_error(*other)
    if error_one is None or error_other is None:
        return None
    difference = (one[0] - one[1]) / one[2] - (other[0] - other[1]) / other[2]
    error = math.hypot(error_one, error_other)
    if error == 0:
        return 1.0 if difference == 0 else 0.0
    return math.erfc(abs(difference) / error / math.sqrt(2))


@dataclass(frozen=True)
class LogMoments:
    """n, Σx and Σx² of x = ln(1 + seconds): all that a test on durations needs, and additive over days."""

    n: int
    total: float
    total_of_squares: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> "LogMoments":
        logs = [math.log1p(value) for value in seconds]
        return cls(len(logs), math.fsum(logs), math.fsum(x * x for x in logs))

    @property
    def mean(self) -> float:
        """Of ln(1 + seconds). Needs n ≥ 1."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """The sample's, with n − 1. Needs n ≥ 2. What is no more than the rounding error of the sums is 0."""
        squares = self.total_of_squares - self.total**2 / self.n
        return squares / (self.n - 1) if squares > _ROUNDING * self.total_of_squares else 0.0


def welch(a: LogMoments, b: LogMoments) -> float | None:
    """p, two-sided, of a difference between the means of two samples on the log scale, if there were none
    (Welch 1947).

    None where a sample has fewer than two values.
    """
    if a.n < 2 or b.n < 2:
        return None
    error_a, error_b = a.variance / a.n, b.variance / b.n
    if error_a + error_b == 0:
        return 1.0 if math.isclose(a.mean, b.mean, rel_tol=_ROUNDING) else 0.0
    share = error_a / (error_a + error_b)
    freedom = 1 / (share**2 / (a.n - 1) + (1 - share) ** 2 / (b.n - 1))
    return _student_two_sided((a.mean - b.mean) / math.sqrt(error_a + error_b), freedom)


def _student_two_sided(t: float, freedom: float) -> float:
    """P(|T| ≥ |t|) = I(ν ÷ (ν + t²); ν/2, 1/2) (Abramowitz and Stegun 26.7.1), to 1e-9 for ν up to 2 million.

    The continued fraction converges fast only below (a + 1) ÷ (a + b + 2); above, the complement is taken.
    """
    if t == 0:
        return 1.0
    a, b = freedom / 2, 0.5
    x, rest = freedom / (freedom + t * t), t * t / (freedom + t * t)
    # x^a · (1 − x)^b ÷ B(a, b); log1p because x is next to 1 for large samples.
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    front = math.exp(-a * math.log1p(t * t / freedom) - log_beta) * math.sqrt(rest)
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(rest, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method as modified by
    Thompson and Barnett (1986)."""
    numerator, denominator = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = denominator
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            numerator = _not_zero(1 + coefficient / numerator)
            denominator = 1 / _not_zero(1 + coefficient * denominator)
            value *= numerator * denominator
        if abs(numerator * denominator - 1) < 1e-15:
            break
    return value


def _not_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY


def median_ranks(n: int) -> tuple[int, int] | None:
    """Which two of n sorted values, counted from 1, enclose the median with at least 95 % confidence.

    Exact, by the binomial distribution with p = ½ (the sign test turned round; Conover, Practical
    Nonparametric Statistics, 3.2). None below 6 values, where not even the smallest and the largest do.
    """
    rank = max(0, n // 2 - 5 * math.isqrt(n))  # ten standard deviations down: what lies below is nothing
    chance = below = _binomial_half(n, rank)
    while below <= SIGNIFICANCE / 2:
        chance *= (n - rank) / (rank + 1)  # of one head more
        rank += 1
        below += chance
    return (rank, n + 1 - rank) if rank else None


def _binomial_half(n: int, k: int) -> float:
    """The probability of k heads in n tosses."""
    return math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2))
