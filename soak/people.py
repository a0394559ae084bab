"""Slack and the people in it, as a process: `python -m soak.people EVENTS_URL SIGNING_SECRET SEED`.

It tells its port and its token in a line of JSON, begins when it is told for how many seconds, and tells in another
line what came of it.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from bot.playground.server import LocalSlack
from soak import team
from soak.answers import Answers
from soak.team import BUTTON, MENTION, Asked
from tests.support.local_slack import call

AT_ONCE = 64
LOOKS_EVERY = 0.1
PATIENCE = 30.0
"""Seconds for the last answers."""


class Asking:
    """Asks what is to be asked when it is due, and hears what is answered."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._answers = Answers()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._known = 0
        self._failed: Counter[str] = Counter()
        self._late = 0.0

    def run(self, asked: list[Asked]) -> dict[str, Any]:
        """All of it; then what came of it."""
        listening = threading.Thread(target=self._listen, name="traffic")
        listening.start()
        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as executor:
            for each in asked:
                time.sleep(max(0.0, began + each.at - time.monotonic()))
                executor.submit(self._ask, each, began + each.at)
        self._wait()
        self._over.set()
        listening.join()
        return self._told()

    def _ask(self, asked: Asked, due: float) -> None:
        self._late = max(self._late, time.monotonic() - due)
        act: Callable[[str, str, str], None] = self._press if asked.kind == BUTTON else self._say
        try:
            act(f"U0PERSON{asked.person:03}", team.place(asked.person), asked.kind)
        except (AssertionError, OSError) as error:
            self._failed[f"{type(error).__name__}: {error}"[:200]] += 1

    def _say(self, person: str, channel: str, text: str) -> None:
        call(self._slack, "say", {"person": person, "channel": channel, "text": text, "wait": True})

    def _press(self, person: str, channel: str, _label: str) -> None:
        """The button below the last answer there, or a question of which the answer has one."""
        with self._lock:
            known = self._answers.pressable[channel]
            button = known.pop() if known else None
        if button is None:
            self._say(person, channel, MENTION)
            return
        at = {"channel": channel, "ts": button.ts, "block_id": button.block_id, "action_id": button.action_id}
        call(self._slack, "act", {"person": person, **at, "wait": True})

    def _listen(self) -> None:
        while not self._over.wait(LOOKS_EVERY):
            self._hear()

    def _hear(self) -> None:
        for each in call(self._slack, f"traffic?since={self._known}")["traffic"]:
            if each["n"] != self._known + 1:
                self._failed["traffic that was not seen"] += each["n"] - self._known - 1
            self._known = each["n"]
            with self._lock:
                self._answers.hear(each)

    def _wait(self) -> None:
        """Until all is answered, but not longer than `PATIENCE`."""
        time.sleep(2 * LOOKS_EVERY)
        give_up_at = time.monotonic() + PATIENCE
        while self._answers.unanswered and time.monotonic() < give_up_at:
            time.sleep(LOOKS_EVERY)

    def _told(self) -> dict[str, Any]:
        answers = self._answers
        wrong = self._failed + answers.wrong + Counter(f"no answer to {each}" for each in answers.unanswered)
        return {
            "milliseconds": answers.milliseconds,
            "wrong": +wrong,
            "refusals": answers.refusals,
            "late": round(1000 * self._late),
        }


def main() -> None:
    """Open Slack, let people ask in it, and keep it open until nobody wants it any more."""
    events_url, secret, seed = sys.argv[1:]
    slack = LocalSlack(
        sample_people=team.people(), sample_channels=team.channels(), events_url=events_url, signing_secret=secret
    )
    with slack:
        _tell({"port": slack.port, "bot_token": slack.bot_token})
        for number, seconds in zip(count(), sys.stdin):
            _tell(Asking(slack).run(team.questions(float(seconds), int(seed) + number)))


def _tell(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
