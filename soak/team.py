"""A large team: its people, its channels, and what they ask when."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.playground.workspace import BOT_USER_ID, Channel, Member

PEOPLE = 200
TEAMS = 20
QUESTIONS_EACH = 30
"""In an hour: a question each quarter of an hour of a working day."""
BURST, BURST_LASTS, BURST_EVERY, HOUR = 20, 4.0, 60.0, 3_600.0
"""So many people ask within so many seconds, once in so many seconds: somebody has shown a figure in a meeting. The day
has eight hours and passes in one, so these seconds are half a minute, and the meetings are eight minutes apart."""

OVERVIEW, CSAT, FRT, INTENTS, HELP = "/kpi", "/kpi csat", "/kpi frt last month by channel", "/kpi intents", "/kpi help"
MENTION, BUTTON = "@kpibot csat last week", "By channel"
KINDS = {CSAT: 25, FRT: 20, INTENTS: 15, OVERVIEW: 15, HELP: 5, MENTION: 12, BUTTON: 8}
"""What is asked, and how often of a hundred times."""
NAMES = {OVERVIEW: "`/kpi`, the overview", MENTION: f"`{MENTION}`", BUTTON: "the button *By channel* below an answer"}
"""How it is called, where it is not what one types."""


class Asked(NamedTuple):
    """Who asks what, so many seconds after the beginning."""

    at: float
    person: int
    kind: str


def people() -> tuple[Member, ...]:
    """The first one is an admin."""
    return tuple(
        Member(f"U0PERSON{number:03}", f"person{number}", f"Person {number}", "Agent", is_admin=number == 0)
        for number in range(PEOPLE)
    )


def channels() -> tuple[Channel, ...]:
    """One where reviews come, a private one for each team, and one for the admin and the bot."""
    everybody = [each.id for each in people()]
    teams = (
        Channel(_channel(number), f"team-{number}", "", "private", frozenset({*everybody[number::TEAMS], BOT_USER_ID}))
        for number in range(TEAMS)
    )
    reviewed = Channel(REVIEWED, "support", "", "public", frozenset({*everybody, BOT_USER_ID}))
    return (reviewed, *teams, Channel(DIRECT, "directmessage", "", "im", frozenset({everybody[0], BOT_USER_ID})))


REVIEWED, DIRECT = "C0SUPPORT1", "D0PERSON000"


def place(person: int) -> str:
    """The channel of this person's team."""
    return _channel(person % TEAMS)


def _channel(number: int) -> str:
    return f"C0TEAM{number:04}"


def questions(seconds: float, seed: int) -> list[Asked]:
    """Of a run, in order. Pauses are exponential; those who ask at once are of different teams."""
    chance = random.Random(seed)
    return sorted([*_now_and_then(seconds, chance), *_at_once(seconds, chance)])


def _now_and_then(seconds: float, chance: random.Random) -> Iterator[Asked]:
    for person in range(PEOPLE):
        at = chance.expovariate(QUESTIONS_EACH / HOUR)
        while at < seconds:
            yield Asked(at, person, _kind(chance))
            at += chance.expovariate(QUESTIONS_EACH / HOUR)


def _at_once(seconds: float, chance: random.Random) -> Iterator[Asked]:
    minutes = [BURST_EVERY * number for number in range(int(seconds // BURST_EVERY) + 1)]
    for begins, _ in pairwise(minutes):
        at = begins + chance.uniform(0, BURST_EVERY - BURST_LASTS)
        for team in chance.sample(range(TEAMS), BURST):
            person = team + TEAMS * chance.randrange(PEOPLE // TEAMS)
            yield Asked(at + chance.uniform(0, BURST_LASTS), person, _kind(chance))


def _kind(chance: random.Random) -> str:
    return chance.choices(list(KINDS), list(KINDS.values()))[0]
