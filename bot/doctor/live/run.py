"""Tries everything in one channel, whatever fails on the way, and takes it away again at the end."""

import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.doctor import tokens
from bot.doctor.live import files, native, posting
from bot.doctor.live.bench import Bench
from bot.doctor.live.proof import Proof
from bot.messages.environment import Messages
from bot.settings import Settings
from kpi.errors import ConfigurationError

__all__ = ["Proof", "bench", "run"]


def bench(settings: Settings, channel: str, pause: Callable[[float], None] = time.sleep) -> Bench:
    """A bench in this channel; ConfigurationError if Slack does not take the bot's token."""
    identity = tokens.check_bot(settings.slack_bot_token, settings.slack_api_url)
    if identity.answer is None or settings.slack_bot_token is None:
        raise ConfigurationError(identity.finding.sentence, identity.finding.hint)
    token = settings.slack_bot_token.get_secret_value()
    # Without retry handlers: what Slack says the first time is what is to be seen.
    client = WebClient(token, base_url=settings.slack_api_url, retry_handlers=[])
    return Bench(client, channel, Messages(settings.templates_dir), identity.answer, pause)


def run(bench: Bench, tell: Callable[[Proof], None], look: Callable[[], None]) -> None:
    """`tell` is told each proof as soon as there is one; `look` returns when somebody has seen the messages."""
    try:
        for proof in posting.prove(bench):
            tell(proof)
        if bench.has_posted:
            for proof in (*native.prove(bench), *files.prove(bench), bench.pace()):
                tell(proof)
            look()
    finally:
        if bench.has_posted:
            tell(bench.clean_up())
