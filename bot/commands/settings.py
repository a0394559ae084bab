"""`/kpi settings`: all that a team decides on one page, and the ways to change it."""

from functools import partial

from sqlalchemy import func, select

from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.setting_groups import Beside, SettingGroups
from kpi import forgetting
from kpi.model import IntentRule, Source, table
from kpi.schedule import schedules
from kpi.span import Grain, containing
from kpi.team import settings
from kpi.team.costs import Ledger
from kpi.team.money import money

VERB = "settings"


def command(bench: Workbench) -> Command:
    """The page of settings."""
    return Command(
        verb=VERB,
        usage="",
        does="All that your team decides on one page, with forms for admins to change it.",
        examples=(VERB,),
        answer=partial(_answer, bench),
        also=("preferences",),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench, mending=True) as at:
        groups = SettingGroups.of(settings.listing(at.connection, at.first_zone), at.moment)
        beside = _beside(at, sorted(bench.first_admins))
    return bench.messages.render("settings.j2", asked=asked, groups=groups, beside=beside)


def _beside(at: Deciding, admins: list[str]) -> Beside:
    ledger, month = Ledger.read(at.connection), containing(at.today, Grain.MONTH)
    spent = ledger.spent(month.first, month.end)
    rules = at.connection.scalar(select(func.count()).select_from(table(IntentRule)))
    sources = at.connection.scalars(select(table(Source).c.name).order_by(table(Source).c.name)).all()
    return Beside(
        costs=len(ledger.entries),
        month=f"{money(float(spent.cents), at.team.currency)} in {month.name}",
        rules=rules or 0,
        sources=sources,
        reviews=len(schedules.all_(at.connection)),
        admins=admins,
        forgetting=forgetting.due(at.connection),
    )
