"""How good the suggestions for unlabelled conversations are, on two public sets of customers' sentences.

Learnt from some of each set and tried on the rest: how many are suggested at a threshold, how many of those are right,
and how sure it was; beside it the intent of the most similar sentence, which is what one would do by hand.
"""

import csv
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from kpi.labelling.suggesting import SURE_ENOUGH, Example, learnt

SETS = {"banking77_train.csv": ("text", "category"), "bitext_train.csv": ("utterance", "intent")}
LEARNT = (100, 300, 1_000, 3_000, 7_000)
THRESHOLDS = (0.5, 0.6, SURE_ENOUGH, 0.8, 0.9)
TRIED = 1_500
SEED = 1

Numbers = npt.NDArray[np.float64]


def main() -> None:
    """Measure, and print a table for each set."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("KPIBOT_REAL_DATA") or beside) / "intents"
    if not folder.is_dir():
        sys.exit("This needs the sets of sentences: set KPIBOT_REAL_DATA to the folder that has them in intents/.")
    for name, columns in SETS.items():
        Console().print(_measured(name, examples_in(folder / name, *columns)))


def examples_in(file: Path, text: str, intent: str) -> list[Example]:
    """The sentences of a set and their intents, in an order of chance that is always the same."""
    with file.open(encoding="utf-8", newline="") as lines:
        found = [(row[text], row[intent].casefold()) for row in csv.DictReader(lines)]
    random.Random(SEED).shuffle(found)
    return found


def _measured(name: str, examples: Sequence[Example]) -> Table:
    tried, rest = examples[:TRIED], examples[TRIED:]
    intents = len({intent for _, intent in examples})
    table = Table(title=f"{name}: {intents} intents, tried on {len(tried):,} sentences")
    thresholds = [f"at {threshold:.0%}: suggested, right" for threshold in THRESHOLDS]
    for heading in ("learnt from", "right", "how sure", "off by", *thresholds, "most similar: right"):
        table.add_column(heading, justify="right")
    for number in [*(each for each in LEARNT if each < len(rest)), len(rest)]:
        table.add_row(f"{number:,}", *_row(rest[:number], tried))
    return table


def _row(known: Sequence[Example], tried: Sequence[Example]) -> Iterator[str]:
    suggester = learnt(known)
    if suggester is None:
        yield "too few to learn from"
        return
    found = [(suggester.likeliest(subject), intent) for subject, intent in tried]
    sure = np.array([confidence for (_, confidence), _ in found])
    right = np.array([suggested == intent for (suggested, _), intent in found])
    yield f"{right.mean():.1%}"
    yield f"{sure.mean():.1%}"
    yield f"{_off(sure, right):.1%}"
    for threshold in THRESHOLDS:
        some = sure >= threshold
        yield f"{some.mean():.0%}, {right[some].mean():.1%}" if some.any() else "none"
    yield f"{_most_similar(known, tried):.1%}"


def _off(sure: Numbers, right: npt.NDArray[np.bool_]) -> float:
    """How far apart, on average, what was said and what was right lie in each tenth (expected calibration error)."""
    tenth = np.minimum((sure * 10).astype(np.int64), 9)
    groups = [tenth == each for each in range(10) if (tenth == each).any()]
    return float(sum(abs(sure[some].mean() - right[some].mean()) * some.mean() for some in groups))


def _most_similar(known: Sequence[Example], tried: Sequence[Example]) -> float:
    subjects = [subject.casefold() for subject, _ in known]
    asked = [subject.casefold() for subject, _ in tried]
    best = process.cdist(asked, subjects, scorer=fuzz.token_sort_ratio, dtype=np.uint8, workers=-1).argmax(axis=1)
    return float(np.mean([known[place][1] == intent for place, (_, intent) in zip(best, tried, strict=True)]))


if __name__ == "__main__":
    main()
