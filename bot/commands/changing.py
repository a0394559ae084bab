"""The one way in which settings are changed from Slack, be they typed or filled into a form: all of them, or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Colleague, Workbench
from bot.commands.restating import Restated, Restating
from bot.messages.message import Message
from kpi.team import settings
from kpi.team.people_keys import ADMINS, named
from kpi.team.privacy_keys import OF_PRIVACY

Wanted = Callable[[Deciding], Mapping[str, Any]]
"""The new values as JSON by setting, None for a default; it is called twice, and the second time what it says is kept.
UserError for what cannot be."""


@dataclass(frozen=True)
class Changed:
    """What the settings are now, by name; and what has changed, from what to what: nothing if all was so already.

    If `deletes`, what was kept until now is being deleted.
    """

    now: Mapping[str, str]
    changed: Sequence[tuple[str, str, str]]
    deletes: bool


def change(bench: Workbench, asked: Asked, wanted: Wanted) -> Message:
    """Keep what is wanted, and tell what has changed. KpibotError for who may not, and for what cannot be."""
    who = asked.author()
    with deciding(bench, mending=True) as at:
        new = wanted(at)
        names = _names(new, at, asked.colleague)
    restating = Restating(bench) if any(map(settings.restates, new)) else None
    done = _keep(bench, who, wanted, names)
    if done.deletes:
        bench.recount()
    if restating is None or not done.changed:
        return _told(bench, asked, done)
    begun = restating.begun()

    def answer(now: Restated) -> Message:
        return _told(bench, asked, done, now)

    sequel = restating.sequel(", ".join(new), begun, answer) if begun.days else None
    return replace(answer(begun), sequel=sequel)


def _names(new: Mapping[str, Any], at: Deciding, colleague: Colleague) -> dict[str, str]:
    """Of those who are named for the first time. Slack is asked now, and not while others wait for the store."""
    known = settings.decided(at.connection).get(ADMINS.name)
    before = known.value if known else {}
    return {person: colleague(person) for person in new.get(ADMINS.name) or {} if person not in before}


def _keep(bench: Workbench, who: str, wanted: Wanted, names: Mapping[str, str]) -> Changed:
    with deciding(bench, writing=True, mending=True) as at:
        new = dict(wanted(at))
        if new.get(ADMINS.name):
            new[ADMINS.name] = named(new[ADMINS.name], names)
        before = _values(at)
        settings.change_all(at.connection, new, who, at.at)
        after = _values(at)
        now = {name: settings.in_force(at.connection, name, at.first_zone).value for name in new}
    differ = [each for each in sorted({*before, *after}) if before.get(each) != after.get(each)]
    default = settings.DEFAULT
    changed = [(each, before.get(each, default), after.get(each, default)) for each in differ]
    return Changed(now, changed, any(each in OF_PRIVACY and new.get(each) is False for each in differ))


def _told(bench: Workbench, asked: Asked, done: Changed, restated: Restated | None = None) -> Message:
    return bench.messages.render("setting_changed.j2", asked=asked, done=done, restated=restated)


def _values(at: Deciding) -> dict[str, str]:
    return {each.name: each.value for each in settings.listing(at.connection, at.first_zone)}
