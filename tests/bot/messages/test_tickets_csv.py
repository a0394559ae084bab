"""What is said of the file of all tickets: where it was asked, and above the file."""

from zoneinfo import ZoneInfo

import pytest

from bot.commands.registry import Asked
from bot.messages import limits
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.playground.block_kit import message_problems
from tests.bot.messages.reading import as_read, mrkdwn_texts

STAGES = ("coming", "file", "sent")
HOSTILE = 'csat 2026-W30 intent:"<!channel> @here *50% off* it\'s `mine`"'


def said(stage: str, question: str, total: int = 1_204, prompt: str = "/kpi") -> Message:
    told = {"question": question, "total": total, "name": "tickets.csv", "zone": ZoneInfo("Europe/Berlin").key}
    return Messages().render("tickets_csv.j2", asked=Asked("", prompt), stage=stage, too_many=True, **told)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("question", ["csat 2026-W30", HOSTILE, f'csat intent:"{"x" * 1_900}"'])
def test_slack_takes_it_whatever_was_asked(stage: str, question: str) -> None:
    message = said(stage, question)
    assert limits.problems(message) == []
    assert message_problems(message.blocks) == []
    assert "<!channel>" not in message.text + " ".join(mrkdwn_texts(message))


def test_it_says_who_gets_it_how_many_there_are_and_what_excel_leaves_away() -> None:
    assert "tickets.csv is in your direct messages with me: 1,204 tickets" in said("sent", "csat").text
    assert "the direct messages of whoever asked" in said("sent", "csat", prompt="@kpibot").text
    assert "so there is no file" in said("sent", "csat", total=0).text
    assert "Excel shows the first 1,048,575 of them." in as_read(said("file", "csat"))
