"""The messages: whether every template, the team's own included, makes something that Slack takes."""

from collections.abc import Iterator

from jinja2 import TemplateError, TemplateSyntaxError

from bot.bootstrap import Kpibot
from bot.commands.registry import Asked, Registry
from bot.doctor.finding import Finding, fine, wrong
from bot.messages.environment import Messages
from bot.messages.message import MessageError
from kpi.errors import KpibotError

NAME = "messages"


def check(kpibot: Kpibot) -> Finding:
    """Reads every template, for help leads to some of them only; then asks the bot all that help offers."""
    problem = next(_unreadable(kpibot.bench.messages), None) or next(_unanswered(kpibot.registry), None)
    if problem:
        return broken(problem)
    folder = kpibot.settings.templates_dir
    of = f"those in {folder} and the package's" if folder else "the package's"
    return fine(NAME, f"Every template can be read, and all that help offers makes a message ({of}).")


def in_words(error: TemplateSyntaxError) -> str:
    """Where a template is wrong, and why."""
    return f"{error.name}, line {error.lineno}: {error.message}"


def broken(why: str) -> Finding:
    """`why` names the template, or what was asked."""
    return wrong(NAME, f"A template is broken. {why}", "Mend it, or leave TEMPLATES_DIR out to use the package's own.")


def _unreadable(messages: Messages) -> Iterator[str]:
    for name, error in messages.read_all():
        if isinstance(error, TemplateSyntaxError):
            yield in_words(error)
        elif error is not None:
            yield f"{name} is not UTF-8 text."


def _unanswered(registry: Registry) -> Iterator[str]:
    """Questions that no message is made for, with the data that there are."""
    for question in [example for command in registry.commands for example in command.examples]:
        try:
            registry.answer(Asked(question, "/kpi"))
        except KpibotError:
            continue  # nothing to answer with yet
        except (TemplateError, MessageError, TypeError) as error:
            yield f"asked for “{question or 'the overview'}”: {error}"
