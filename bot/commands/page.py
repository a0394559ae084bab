"""docs/commands.md: all commands, made from what the bot goes by."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.commands.follow_ups import PERIODS
from bot.commands.registry import Command, Registry, Workbench
from bot.commands.verbs import registry
from bot.messages.environment import Messages
from bot.messages.table_words import wanted
from bot.pages.kpis import names
from kpi.catalogue import EVERY, Kpi
from kpi.dimensions import ALL_DIMENSIONS
from kpi.store import Store

COMMAND, MENTION, TERMINAL = "/kpi", "@kpibot", "kpibot ask"

_INTRODUCTION = f"""# What one can ask

The same words work everywhere:

| where | one types | who sees the answer |
|---|---|---|
| any channel | `{COMMAND} csat last week` | the asker alone, until they press *Share to channel* |
| a channel or thread with the bot in it | `{MENTION} csat last week` | everybody there |
| a direct message to the bot | `csat last week` | the asker alone |
| a terminal, where the bot runs | `{TERMINAL} csat last week` | whoever sits there |

Words come in any order, and words such as "how", "was" and "the" may stand between them. A slip that leaves no doubt is
put right, and the answer says so; else the bot asks back. Each answer ends with the question as it was understood.
"""

_PERIODS = f"""## Periods

Without one, the last 7 whole days. The menu under an answer has these:
{", ".join(f"`{words}`" for _, words in PERIODS)}. There are others, such as
`this week`, `today`, `yesterday`, `45d`, `6 weeks`, `june`, `q2`, `2026-W30`, `2026-05`, `2026-05-01..2026-05-31`,
`since march`, `last three days`, `two weeks ago`, `the week before last`, `last weekend`, `week of 9 november`, `ytd`,
`from june on`, `june to now`, `all`.
"""


_KPIS = """## KPIs

The last eight explain the others, and are never judged. [What each of them means](kpis.md).

| KPI | ask for | target |
|---|---|---|"""


def page(verbs: Registry) -> str:
    """The page, in Markdown."""
    parts = [_INTRODUCTION, "## Commands\n", *map(_command, verbs.commands), _PERIODS, *_dimensions(), _KPIS]
    return "\n".join([*parts, *map(_kpi, EVERY)]) + "\n"


def _command(command: Command) -> str:
    usage = " ".join(filter(None, (COMMAND, command.verb, command.usage)))
    examples = "\n".join(f"    {COMMAND} {example}".rstrip() for example in command.examples)
    return f"### `{usage}`\n\n{command.does}\n\n{examples}\n"


def _dimensions() -> Iterator[str]:
    yield "## Told apart, narrowed, over time\n"
    yield "| add `by …` | or `…:value` | other words for it |\n|---|---|---|"
    for each in ALL_DIMENSIONS:
        others = ", ".join(f"`{alias}`" for alias in each.aliases if alias != each.key)
        yield f"| `by {each.key}` | `{each.key}:…` | {others} |"
    yield '\nA value with blanks stands in quotes: `team:"Tier 2"`; several stand with commas: `channel:email,chat`.\n'
    yield "`weekly`, `daily` and `monthly` show the KPI over time.\n"
    yield "`assignee` is for admins, who alone see the answer, and only where they have it on: `config assignees on`.\n"


def _kpi(kpi: Kpi) -> str:
    return f"| [{kpi.title}](kpis.md#{kpi.title.lower().replace(' ', '-')}) | {names(kpi)} | {wanted(kpi)} |"


def made() -> str:
    """The page of the bot's own verbs. No question is answered here, so the store is never opened."""
    bench = Workbench(Store("sqlite:///kpibot.db"), Messages(), ZoneInfo("UTC"), lambda: datetime.now(UTC))
    return page(registry(bench))
