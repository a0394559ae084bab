"""What `/kpi history` tells of imports: what was brought in and taken back in Slack, and by whom."""

from collections.abc import Mapping
from typing import Any

from bot.uploads.found import Brought
from bot.uploads.model import Upload
from kpi import words
from kpi.team.history import Kept

NOBODY = "somebody"


def imported(upload: Upload, brought: Brought, at: int) -> Kept:
    """ "import 3: june.csv into zendesk: 41 added" """
    return _kept(upload, brought.number, at, f"{_into(upload, brought.source)}: {brought.became}")


def stopped(upload: Upload, found: Mapping[str, Any], at: int) -> Kept:
    """ "import 3: june.csv into zendesk: stopped after 7 of 41 rows" """
    how_far = f"stopped after {words.count(found['rows'])} of {words.count(found['total'])} rows"
    return _kept(upload, found["number"], at, f"{_into(upload, found['source'])}: {how_far}")


def taken_back(upload: Upload, who: str, at: int) -> Kept:
    """ "import 3: removed, it was june.csv into zendesk" """
    said = _into(upload, str(upload.found.get("source", "")))
    return Kept(f"import {upload.import_id}", at, who, said, None)


def _kept(upload: Upload, number: int, at: int, said: str) -> Kept:
    return Kept(f"import {number}", at, upload.who or NOBODY, None, said)


def _into(upload: Upload, source: str) -> str:
    return f"{words.shorten(upload.name)} into {source}"
