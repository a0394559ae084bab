"""The blocks of a message: https://docs.slack.dev/reference/block-kit/blocks"""

from typing import Any

from bot.playground.block_kit.charts import charts_of_message
from bot.playground.block_kit.checks import array, typed, unique
from bot.playground.block_kit.layout import IN_MESSAGE, markdown_of_message
from bot.playground.block_kit.tables import tables_of_message

MOST_BLOCKS = 50


def message_problems(blocks: Any) -> list[str]:
    """What Slack would say against these blocks of a message, in their order; empty when it takes them."""
    problems = list(array(typed(IN_MESSAGE), MOST_BLOCKS, least=0)(blocks, "/blocks"))
    if isinstance(blocks, list):
        problems += unique(blocks, "block_id", "/blocks")
        for rule in (charts_of_message, markdown_of_message, tables_of_message):
            problems += rule(blocks, "/blocks")
    return problems
