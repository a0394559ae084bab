"""A sample as JSON, so that a later review can compare with it."""

from typing import Any

import numpy as np

from kpi import statistics
from kpi.histograms import Histograms
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share
from kpi.statistics import LogMoments


def to_json(sample: Sample) -> dict[str, Any]:
    """All that its value, its interval and comparisons need. Of durations the other quantiles are lost."""
    match sample:
        case Durations():
            moments = sample.moments
            return {
                "kind": "durations",
                "n": sample.n,
                "median": sample.value,
                "interval": list(sample.interval) if sample.interval else None,
                "logs": [moments.total, moments.total_of_squares],
                "total": sample.total,
            }
        case Share():
            return {"kind": "share", "hits": sample.hits, "n": sample.n}
        case Balance():
            kept = {"promoters": sample.promoters, "detractors": sample.detractors, "n": sample.n}
            return {"kind": "balance", **kept}
        case Ratio():
            return {"kind": "ratio", "amount": sample.amount, "n": sample.n, "scale": sample.scale}
        case Number():
            return {"kind": "number", "count": sample.count, "known": sample.known}


def from_json(kept: dict[str, Any]) -> Sample:
    """What `to_json` made; KeyError for anything else."""
    told = {name: value for name, value in kept.items() if name != "kind"}
    match kept["kind"]:
        case "durations":
            return _durations(told)
        case "share":
            return Share(**told)
        case "balance":
            return Balance(**told)
        case "ratio":
            return Ratio(**told)
        case "number":
            return Number(**told)
    raise KeyError(kept["kind"])


def _durations(told: dict[str, Any]) -> Durations:
    """Of `n` durations, with the median and its interval where they were."""
    n, median = told["n"], told["median"]
    ranks = statistics.median_ranks(n)
    low, high = told["interval"] or (median, median)
    below, up_to = (0, n) if ranks is None else (ranks[0], ranks[1] - 1)
    values = [(low, below), (median, up_to - below), (high, n - up_to)]
    seconds, times = zip(*[(value, number) for value, number in values if number] or [(0.0, 0)], strict=True)
    histograms = Histograms.of_one(np.array(seconds, dtype=np.float64), np.array(times, dtype=np.int64))
    return Durations.counted(histograms, 0, LogMoments(n, *told["logs"]), told["total"], exact=True)
