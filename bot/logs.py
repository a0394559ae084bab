"""Structured logs on standard error: no token ever reaches them, nothing that people type, and nothing of customers."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from bot import failures

Form = Literal["text", "json"]

_OF_SLACK = ("slack_bolt", "slack_sdk")
_TOKEN = re.compile(r"(xox[a-z]|xapp)-[\w-]+")
_FIRST = ("timestamp", "level", "logger", "event")


def configure(level: str, form: Form = "text") -> None:
    """Send this program's and its libraries' logs to standard error, one line an event: `name=value`, or JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    text, as_json = (
        structlog.processors.LogfmtRenderer(key_order=_FIRST),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_what_exceptions_say,
                as_json if form == "json" else text,
                _without_tokens,
            ],
        )
    )
    handler.addFilter(_tells_no_payload)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it announces itself at every start
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _tells_no_payload(record: logging.LogRecord) -> bool:
    """To debug, Slack's libraries write down all that comes and goes: secrets in forms, and what customers wrote."""
    return record.levelno > logging.DEBUG or not record.name.startswith(_OF_SLACK)


def _without_what_exceptions_say(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Libraries put it into the line's words as well."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        line["exception"] = failures.told(error)
        if what := str(error):
            line["event"] = str(line["event"]).replace(what, failures.said(error) or type(error).__name__)
    return line


def _without_tokens(_logger: object, _method: str, line: MutableMapping[str, Any] | str | bytes) -> str:
    return _TOKEN.sub(r"\1-…", str(line))
