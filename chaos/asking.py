"""People who ask in Slack all the time."""

import threading
from collections import Counter

from bot.playground.server import LocalSlack
from tests.support.local_slack import Person

QUESTIONS = ("csat last week", "", "volume 30d daily", "resolution time last week by channel", "help")
PAUSE = 0.2
"""Seconds between two questions."""
ANSWERED, NOBODY, BROKEN = "answered", "nobody there", "broken"


class Asking:
    """Asks from a thread of its own, from `start` to `stop`, and counts what came of it."""

    def __init__(self, slack: LocalSlack) -> None:
        self.answers: Counter[str] = Counter()
        self.broken: list[str] = []
        self._ada = Person(slack, "Ada", deadline=3)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="people", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        number = 0
        while not self._over.wait(PAUSE):
            self._ask(f"/kpi {QUESTIONS[number % len(QUESTIONS)]}")
            number += 1

    def _ask(self, text: str) -> None:
        try:
            answer = self._ada.types(text)
        except AssertionError:  # the bot died with the question
            self.answers[NOBODY] += 1
            return
        if "our side" in answer.plain:
            self.broken.append(answer.plain)
            self.answers[BROKEN] += 1
        else:
            self.answers[ANSWERED if answer.author == "kpibot" else NOBODY] += 1
