"""Templates written inside a test."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from bot.messages.environment import Message, Messages

Render = Callable[..., Message]


@pytest.fixture(scope="session")
def render(tmp_path_factory: pytest.TempPathFactory) -> Render:
    """Renders a template that is given as text; a fallback is added to those that have none."""
    folder = tmp_path_factory.mktemp("templates")
    messages = Messages(folder)

    def rendered(source: str, **context: Any) -> Message:
        if "fallback" not in source:
            source = '{{ fallback("A message.") }}\n' + source
        name = hashlib.sha256(source.encode()).hexdigest() + ".j2"
        (folder / name).write_text(source, encoding="utf-8")
        return messages.render(name, **context)

    return rendered
