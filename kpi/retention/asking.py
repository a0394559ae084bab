"""Asks before conversations are kept for fewer months than now."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from kpi import words
from kpi.grammar.errors import QuestionError
from kpi.retention.pruning import would_prune
from kpi.span import day_name
from kpi.team.key import set_line
from kpi.team.privacy_keys import DELETE
from kpi.team.retention_key import RETENTION, in_words, is_shorter

_UNTIL_ONE_IS_CHOSEN = ZoneInfo("UTC")


def ask_before(connection: Connection, current: Any, new: Any, at: int) -> None:
    """QuestionError for a new value of the setting that would delete conversations at an instant, with how many."""
    if not is_shorter(new, current):
        return
    RETENTION.check(new)
    found = would_prune(connection, _UNTIL_ONE_IS_CHOSEN, datetime.fromtimestamp(at, UTC), new)
    if found is not None and found.conversations:
        number = found.conversations
        sentence = (
            f"That deletes {words.count(number)} {'conversation' if number == 1 else 'conversations'} from before"
            f" {day_name(found.kept_from)}, for good. The figures of their days stay."
        )
        raise QuestionError(sentence, set_line(RETENTION.name, f"{in_words(new)} {DELETE}"))
