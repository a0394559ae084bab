"""What the bot counts of what it does, for Prometheus. Nothing in it tells who asked, or about whom."""

from importlib.metadata import version
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

MOST_SOURCES = 50
OTHER = "other"

_OUTCOME = ("outcome",)
_ANSWER_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 30)
_DELIVERY_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """Counters of one process, which begin at zero with it."""

    def __init__(self) -> None:
        all_: Final = CollectorRegistry()
        self.registry = all_
        self.commands = Counter(
            "kpibot_commands", "What people asked, by verb: ok, refused or failed.", ("verb", *_OUTCOME), registry=all_
        )
        self.answers = Histogram(
            "kpibot_answer_seconds",
            "From a question to its answer, without its way through Slack.",
            ("verb",),
            buckets=_ANSWER_SECONDS,
            registry=all_,
        )
        self.uploads = Counter("kpibot_uploads", "Files brought in in Slack.", _OUTCOME, registry=all_)
        self.deliveries = Counter("kpibot_deliveries", "What help desks sent.", ("source", *_OUTCOME), registry=all_)
        self.delivering = Histogram(
            "kpibot_delivery_seconds",
            "From a delivery's first byte to its answer.",
            buckets=_DELIVERY_SECONDS,
            registry=all_,
        )
        self.reviews = Counter("kpibot_reviews", "Reviews that were due: posted or failed.", _OUTCOME, registry=all_)
        Gauge("kpibot_build_info", "Which kpibot this is.", ("version",), registry=all_).labels(version("kpibot")).set(
            1
        )
        ProcessCollector(registry=all_)
        self._sources: set[str] = set()

    def source(self, name: str) -> str:
        """The label for a source: its name, unless there are very many."""
        if len(self._sources) < MOST_SOURCES:
            self._sources.add(name)
        return name if name in self._sources else OTHER
