"""docs/settings.md: what a team decides, from its keys, and what the environment says, from `.env.example`."""

import re
from collections.abc import Iterator

from bot.settings import Settings
from kpi.team.key import SettingKey
from kpi.team.keys import KEYS
from kpi.team.target_keys import PREFIX

_SETTING = re.compile(r"(?:# )?([A-Z_]+)=(.*)")
_INTRODUCTION = """# Settings

There are two kinds. What your **team** decides is kept with the tickets, with who changed it and when, and counts at
once in every running copy. What the **environment** says is for whoever runs kpibot, and is read when it starts.

## What your team decides

Everybody may see it; [admins](slack.md#who-may-change-what) change it, in the forms of `/kpi settings` or by a line.
In a terminal where kpibot runs, everybody may.

| in Slack | in the terminal | what it does |
|---|---|---|
| `/kpi settings` | `kpibot config list` | Shows all of them, and where each value comes from. |
| `/kpi config get hours` | `kpibot config get hours` | Says what one decides, what it is, and how to change it. |
| `/kpi config hours mon-fri 9-17` | `kpibot config set hours mon-fri 9-17` | Sets one. |
| `/kpi config hours default` | `kpibot config set hours default` | Goes back to the default. |
| `/kpi history` | `kpibot config history` | Lists who changed what, and when. |

A setting that *counts anew* changes what past days say: kpibot counts all days again, answers rightly meanwhile, and
tells whoever changed it what has moved.

"""
_TARGETS = """### Targets

`target.csat 75 %` sets one, `target.csat 75 % bad 60 %` also from where on it is bad, and
`/kpi target csat 85 in email` one for a channel alone. Where the default is *its own usual*, a KPI is judged by the
median of its last 8 weeks until you set a target.

"""
_ENVIRONMENT = """## What the environment says

As environment variables, or as lines `NAME=value` in a file `.env` in the folder where kpibot is started; the
environment wins. [.env.example](../.env.example) is a file to begin with, and `kpibot doctor` says what is wrong.

"""


def page(example: str) -> str:
    """The page, in Markdown; `example` is the text of `.env.example`. ValueError if that leaves a setting out."""
    plain = [key for key in KEYS.values() if not key.name.startswith(PREFIX)]
    targets = [key for key in KEYS.values() if key.name.startswith(PREFIX)]
    own = "\n".join((*_own(plain), "", _TARGETS + "\n".join(_own(targets)), ""))
    return f"{_INTRODUCTION}{own}\n{_ENVIRONMENT}" + "\n".join(_environment(example)) + "\n"


def _own(keys: list[SettingKey]) -> Iterator[str]:
    yield "| setting | what it decides | such as | default | counts anew |\n|---|---|---|---|---|"
    for key in keys:
        yield f"| `{key.name}` | {key.means} | `{key.example}` | {key.by_default} | {'yes' if key.restates else 'no'} |"


def _environment(example: str) -> Iterator[str]:
    explained = list(_explained(example))
    if {name for name, _, _ in explained} != {name.upper() for name in Settings.model_fields}:
        raise ValueError(".env.example has to explain each setting, and nothing else")
    yield "| variable | default | what it says |\n|---|---|---|"
    for name, value, said in explained:
        yield f"| `{name}` | {f'`{value}`' if value else 'none'} | {said} |"


def _explained(example: str) -> Iterator[tuple[str, str, str]]:
    """Name, default and explanation of each; two that stand together share theirs."""
    for paragraph in example.split("\n\n"):
        lines = paragraph.splitlines()
        said = " ".join(line.removeprefix("# ") for line in lines if not _SETTING.fullmatch(line))
        for found in filter(None, map(_SETTING.fullmatch, lines)):
            yield found[1], found[2], said
