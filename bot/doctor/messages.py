"""The messages: whether every template, the team's own included, makes something that Slack takes."""

from jinja2 import TemplateError, TemplateSyntaxError

from bot.bootstrap import Kpibot
from bot.commands.registry import Asked
from bot.doctor.finding import Finding, fine, wrong
from bot.messages.message import MessageError
from kpi.errors import KpibotError

NAME = "messages"


def check(kpibot: Kpibot) -> Finding:
    """Asks the bot all that help offers, with the data that it has."""
    questions = [example for command in kpibot.registry.commands for example in command.examples]
    folder = kpibot.settings.templates_dir
    for question in questions:
        try:
            kpibot.registry.answer(Asked(question, "/kpi"))
        except KpibotError:
            continue  # nothing to answer with yet
        except TemplateSyntaxError as error:
            return _broken(f"{error.name}, line {error.lineno}: {error.message}")
        except (TemplateError, MessageError, TypeError) as error:
            return _broken(f"asked for “{question or 'the overview'}”: {error}")
    of = f"those in {folder} and the package's" if folder else "the package's"
    return fine(NAME, f"Every template makes a message ({of}).")


def _broken(why: str) -> Finding:
    return wrong(NAME, f"A template is broken. {why}", "Mend it, or leave TEMPLATES_DIR out to use the package's own.")
