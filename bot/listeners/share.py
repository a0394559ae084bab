"""Somebody pressed *Share to channel* under an answer that only they see, or *Join and share*."""

from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack

from bot.listeners.desk import COMMAND, Desk, metadata
from bot.listeners.doing import Doing
from bot.listeners.press import Press
from bot.refusals import LostError, RefusedError


class Share:
    """Posts the answer for all to see, in place of the one that only the presser saw.

    Two quick presses post once, also if they come to two bots on one store: what is being shared, or has been, is
    remembered.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shared = Doing(desk.memory, "share")

    def on_share(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whatever goes wrong is told to the presser alone."""
        ack()
        self._start(Press.read(body), joins=False)

    def on_join(self, ack: Ack, body: dict[str, Any]) -> None:
        """The same, and the bot becomes a member of the channel before it posts."""
        ack()
        self._start(Press.read(body), joins=True)

    def _start(self, press: Press, *, joins: bool) -> None:
        if self._shared.takes(press):
            self._desk.put(press.place, lambda: self._share(press, joins=joins), press.tell(self._desk), prompt=COMMAND)

    def _share(self, press: Press, *, joins: bool) -> None:
        if not self._shared.claim(press):
            return
        try:
            answer = self._desk.answer(replace(press.asked(COMMAND), shared_by=press.person))
            if joins:
                self._desk.delivery.join(press.place)
            self._desk.delivery.post(press.place, answer, press.thread_ts, metadata(answer))
        except LostError:
            raise  # it may have been posted, so another press on the same answer must not post it again
        except Exception as error:
            self._shared.release(press)
            if not (isinstance(error, RefusedError) and error.code == "not_in_channel"):
                raise
            self._offer_to_join(press)
        else:
            self._take_away(press)

    def _offer_to_join(self, press: Press) -> None:
        """Slack says this of public channels only: a private one cannot even be seen from outside."""
        offer = self._desk.bench.messages.render("join.j2", channel=press.channel_name, share=press.value)
        press.tell(self._desk)(offer)

    def _take_away(self, press: Press) -> None:
        """What the presser saw alone everybody sees now."""
        try:
            self._desk.delivery.discard(press.response_url)
        except (RefusedError, LostError) as error:
            structlog.get_logger("kpibot").info("a shared answer stays with who shared it", why=str(error))
