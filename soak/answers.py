"""Which answer belongs to which question, and how long it took: from the traffic of the local Slack.

A time counts from when Slack begins to deliver what somebody did, to when it has taken the first answer.
"""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from soak.team import BUTTON, INTENTS, MENTION

Exchange = dict[str, Any]
Key = tuple[str, ...]
"""The path of a response_url, or a channel and a thread of it."""
BROKEN = "broke on my side"


@dataclass
class Pressable:
    """A button below an answer that the bot has posted."""

    channel: str
    ts: str
    block_id: str
    action_id: str


@dataclass
class Answers:
    """Of all that was asked: milliseconds by kind, and in words what went wrong."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    pressable: dict[str, list[Pressable]] = field(default_factory=lambda: defaultdict(list))
    _asked: dict[Key, tuple[str, float]] = field(default_factory=dict)
    _answered: dict[Key, float] = field(default_factory=dict)
    _for_all: dict[str, deque[Key]] = field(default_factory=lambda: defaultdict(deque))
    _early: dict[str, deque[Exchange]] = field(default_factory=lambda: defaultdict(deque))

    def hear(self, exchange: Exchange) -> None:
        """Of one that has come to its end; an answer may have done so before its question."""
        if exchange["direction"] == "to_bot":
            self._hear_question(exchange)
        else:
            self._hear_answer(exchange)

    @property
    def unanswered(self) -> list[str]:
        """The kinds of those that were asked and have no answer yet."""
        return [kind for kind, _ in self._asked.values()]

    def _hear_question(self, exchange: Exchange) -> None:
        request, told = exchange["request"], exchange["answer"]
        if "undelivered" in told:
            self.wrong[f"{exchange['name']}: {told['undelivered']}"] += 1
            return
        if "retry_attempt" in request:
            self.wrong["an event that had to be sent again"] += 1
        for kind, key in _questions(exchange):
            self._asked[key] = kind, exchange["at"]
            if kind == INTENTS:
                self._wait_for_all(key, exchange)
            if exchange["kind"] == "slash_commands" and told:  # the acknowledgement has brought the answer
                self._note_answer(key, exchange, told)
            self._match(key)

    def _hear_answer(self, exchange: Exchange) -> None:
        request, told = exchange["request"], exchange["answer"]
        if isinstance(told, dict) and ("status" in told or told.get("ok") is False):
            self.refusals[f"{exchange['name'].partition('/response')[0] or 'response_url'}: {told.get('error')}"] += 1
            return
        key = self._answers(exchange)
        if key is not None:
            self._note_answer(key, exchange, request)
            self._match(key)
            self._note_buttons(told)

    def _wait_for_all(self, key: Key, question: Exchange) -> None:
        """Its answer is a post in the channel, which may have come to its end before the question."""
        channel = question["request"]["channel_id"]
        if early := self._early[channel]:
            self._note_answer(key, answer := early.popleft(), answer["request"])
        else:
            self._for_all[channel].append(key)

    def _answers(self, exchange: Exchange) -> Key | None:
        """The key of what it answers. A chart is for all in the channel, as Slack shows none to one person alone: of
        those who have asked there for one, it is the first one's."""
        request = exchange["request"]
        if exchange["kind"] == "response_url":
            return _path(exchange["name"])
        if exchange["name"] != "chat.postMessage":
            return None
        channel = exchange["answer"]["channel"]  # a long request is shown shortened
        if thread := request.get("thread_ts"):
            return channel, str(thread)
        if waiting := self._for_all[channel]:
            return waiting.popleft()
        self._early[channel].append(exchange)
        return None

    def _note_answer(self, key: Key, exchange: Exchange, said: Any) -> None:
        self.wrong["an answer that something broke"] += BROKEN in str(said)
        self._answered.setdefault(key, exchange["at"] + exchange["ms"] / 1000)

    def _match(self, key: Key) -> None:
        if key in self._asked and key in self._answered:
            answered = self._answered.pop(key)
            if answered < self._asked[key][1]:
                return  # something else that was said in this thread before
            kind, at = self._asked.pop(key)
            self.milliseconds[kind].append(1000 * (answered - at))

    def _note_buttons(self, told: Any) -> None:
        """Those of a message; each is pressed once at most."""
        if not isinstance(told, dict) or "message" not in told:
            return
        for block in told["message"].get("blocks", ()):
            for element in block.get("elements", ()):
                if element.get("type") == "button" and element["text"]["text"] == BUTTON:
                    found = Pressable(told["channel"], told["ts"], block["block_id"], element["action_id"])
                    self.pressable[told["channel"]].append(found)


def _questions(exchange: Exchange) -> list[tuple[str, Key]]:
    """What was asked, and by which key its answer is known."""
    request = exchange["request"]
    match exchange["kind"]:
        case "slash_commands":
            return [(f"{request['command']} {request['text']}".strip(), _path(request["response_url"]))]
        case "interactive" if request["actions"][0].get("text", {}).get("text") == BUTTON:
            message = request["message"]
            return [(BUTTON, (request["channel"]["id"], message.get("thread_ts") or message["ts"]))]
        case "events_api" if request["event"]["type"] == "app_mention":
            event = request["event"]
            return [(MENTION, (event["channel"], event["ts"]))]
    return []


def _path(url: str) -> Key:
    return (url[url.index("/response/") :],)
