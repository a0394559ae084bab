"""The lists of a review's conversations, as tables."""

from bot.messages import limits
from bot.messages.environment import Messages
from bot.messages.review_conversations import Row, tables


def test_three_hundred_conversations_without_links_are_in_tables_that_slack_takes() -> None:
    rows = [Row(str(number), "", "1 of 5", 1.0, "", "", "") for number in range(300)]
    found = tables("Low-rated", "Rating", "Rated", rows)
    assert [row for listed in found for row in listed.rows] == rows
    for listed in found:
        assert limits.problems(Messages().render("review_table.j2", listed=listed, said="All of them.")) == []
