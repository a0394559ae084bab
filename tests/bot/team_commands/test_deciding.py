"""What was typed, as one line."""

import pytest

from bot.team_commands.deciding import typed


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["21", "July", "release 4.2"], '21 July "release 4.2"'),
        (["21 July release 4.2"], "21 July release 4.2"),
        (["target.csat", "channel:Live chat", "85"], 'target.csat channel:"Live chat" 85'),
        (["hours", "mon-fri 9-17"], 'hours "mon-fri 9-17"'),
        (["21 July", "note: all is well"], '"21 July" "note: all is well"'),
    ],
)
def test_what_the_shell_took_apart_is_put_together(arguments: list[str], line: str) -> None:
    assert typed(arguments) == line
