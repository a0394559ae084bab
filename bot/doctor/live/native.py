"""The blocks that not every workspace takes yet: tables and charts."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from bot.doctor.live.bench import Bench
from bot.doctor.live.proof import Fact, Proof, tried

_BLOCKS = "https://docs.slack.dev/reference/block-kit/blocks"
_TABLE = Fact(
    "This workspace takes data_table; where it does not, the bot writes tables as text.",
    f"{_BLOCKS}/data-table-block",
    needed=False,
)
CHARTS = ("line", "bar", "area")


def prove(bench: Bench) -> Iterator[Proof]:
    """One message for each kind, so that a refusal tells which it means."""
    yield tried(_TABLE, partial(_takes, bench, "doctor/table.j2"))
    for kind in CHARTS:
        fact = Fact(
            f"This workspace takes data_visualization ({kind}); where it does not, the bot draws bars of text.",
            f"{_BLOCKS}/data-visualization-block",
            needed=False,
        )
        yield tried(fact, partial(_takes, bench, "doctor/chart.j2", kind=kind))


def _takes(bench: Bench, template: str, **context: Any) -> tuple[bool, str]:
    message = bench.messages.render(template, **context)
    answer = bench.post(message)
    kept = {block["type"] for block in answer["message"].get("blocks", ())}
    return message.native <= kept, f"accepted; the message that came back has {', '.join(sorted(kept))}"
