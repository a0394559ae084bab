"""The verbs that people can type, on every surface the same."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.naming import named
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.messages.playbook import playbook
from bot.sources.door import Door
from kpi.errors import UserError
from kpi.grammar import slips
from kpi.grammar.words import Word, words
from kpi.labelling.suggesting import Suggester
from kpi.question import QuestionError
from kpi.review.playbook import Playbook
from kpi.store import Store

MENTION = "@"  # what the prompt begins with where all in a channel see the answer

Stretch = tuple[int, int]
"""From the first character up to, and without, the last."""

Author = Callable[[], str]
"""The name of who asks, to be kept with what they change; KpibotError if they may change nothing."""


def nobody() -> str:
    """The author where nothing can be changed."""
    raise UserError("Nothing can be changed from here.", "Send it as a new message.")


Colleague = Callable[[str], str]
"""The name of the member with this id; KpibotError if it is nobody's who can be an admin."""


def unknown(_person: str) -> str:
    """The name where nobody can tell it."""
    return ""


Here = Callable[[], str]
"""The id of the channel in which it was asked, where the bot may post; KpibotError if there is none."""


def nowhere() -> str:
    """Where there is no channel."""
    raise UserError("There is no channel here.", "Type it in your team's channel in Slack.")


SendFile = Callable[[str, Path, Message], None]
"""Sends, under a name, a file to who asks, alone, below a message that says what it is; KpibotError if it cannot."""


def nothing() -> None:
    """Where nobody keeps a summary of the days."""


def no_pause(_seconds: float) -> bool:
    """Where nobody waits for anything."""
    return False


def no_suggestions() -> Suggester | None:
    """Where nothing suggests what a conversation is about."""
    return None


@dataclass(frozen=True)
class Workbench:
    """What a command works with. `clock` gives the time (aware).

    `recount` has the days counted anew that a changed setting restates; it does not wait for that. `pause` waits so
    many seconds, and says whether the bot still runs then. `playbook` has the steps that reviews propose. `suggestions`
    gives what suggests intents, None as long as there is nothing. `first_admins` are the ids of members whom
    the environment lets change things, and `door` is where deliveries of help desks come in.
    """

    store: Store
    messages: Messages
    zone: ZoneInfo
    clock: Callable[[], datetime]
    recount: Callable[[], None] = nothing
    pause: Callable[[float], bool] = no_pause
    playbook: Playbook = field(default_factory=partial(playbook, None))
    first_admins: frozenset[str] = frozenset()
    suggestions: Callable[[], Suggester | None] = no_suggestions
    door: Door = field(default_factory=Door)


@dataclass(frozen=True)
class Asked:
    """What somebody typed, after the verb.

    `prompt` is what one types before it there: "/kpi", "@kpibot", "kpibot ask", or nothing in a direct message.
    `shared_by` is the id of the person at whose wish all in the channel shall see the answer, and `person` that of who
    asks. One asked `for_all` may be answered so by itself, where that is what the answer is for. `corrected` are words
    with a slip, each as typed and as it was taken. `author` is asked when something is to be changed, and `member` when
    somebody changes what is theirs. `channel` is where it was asked, None outside of Slack, and `here` is asked when
    something is to be posted there later. `colleague` is asked about somebody who is named. `send` sends a file to who
    asks; None where nobody can be sent one.
    """

    text: str
    prompt: str
    shared_by: str | None = None
    person: str | None = None
    for_all: bool = False
    corrected: tuple[tuple[str, str], ...] = ()
    author: Author = field(default=nobody, compare=False)
    member: Author = field(default=nobody, compare=False)
    channel: str | None = None
    here: Here = field(default=nowhere, compare=False)
    colleague: Colleague = field(default=unknown, compare=False)
    send: SendFile | None = field(default=None, compare=False)

    @property
    def alone(self) -> bool:
        """Whether nobody but the asker sees the answer."""
        return self.shared_by is None and not self.prompt.startswith(MENTION)

    @property
    def can_share(self) -> bool:
        """Whether only the asker sees the answer, and there is a channel to show it to."""
        return self.alone and self.prompt.startswith("/")


Remark = Callable[[Asked], Message | None]


@dataclass(frozen=True)
class Command:
    """One verb.

    `usage` shows its arguments, `does` says in a sentence what comes back, `examples` work when typed. The verb asks
    for it where it stands first, or last as well if `stands_last`, and the phrases in `also` wherever they stand in a
    sentence. Those in `loose` ask for it only where no KPI is named, and so does a verb that is among them, or that may
    stand last but stands in between.
    """

    verb: str
    usage: str
    does: str
    examples: tuple[str, ...]
    answer: Callable[[Asked], Message]
    also: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    stands_last: bool = False

    def may_be_in(self, spoken: Set[str]) -> bool:
        """Whether a phrase that asks for it could stand in a text with these words, in small letters."""
        return not self._beginnings.isdisjoint(spoken)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(phrase.partition(" ")[0] for phrase in (self.verb, *self.also, *self.loose))

    def within(self, said: Sequence[Word]) -> list[Stretch]:
        """Where it is surely asked for; names in quotes and values of filters are left aside."""
        spoken = [at for at, word in enumerate(said) if not word.is_punctuation]
        edges = {0, *(spoken[-1:] if self.stands_last else ())}
        first = [] if self.verb in self.loose else [self.verb]
        return _stretches(said, lambda at: [*first, *self.also] if at in edges else self.also)

    def loosely(self, said: Sequence[Word]) -> list[Stretch]:
        """Where it is asked for if no KPI is named."""
        loose = (*self.loose, self.verb) if self.stands_last else self.loose
        return _stretches(said, lambda _: loose)


Watch = Callable[[str, Callable[[], Message]], Message]
"""Does what answers a verb, and looks at how that goes."""


def unwatched(_verb: str, work: Callable[[], Message]) -> Message:
    """Where nobody looks."""
    return work()


class Registry:
    """All verbs. Nothing at all asks for `home`; what names no verb is a `question` about a KPI.

    Each of `remarks` answers what asks for nothing that a verb or a question could, such as a greeting, and says None
    to everything else.
    """

    def __init__(
        self,
        question: Command,
        home: Command,
        *others: Command,
        remarks: Sequence[Remark] = (),
        watch: Watch = unwatched,
    ) -> None:
        self.commands = (question, home, *others)
        self._question = question
        self._home = home
        self._verbs = (*others, home)
        self._remarks = remarks
        self._watch = watch

    def answer(self, asked: Asked) -> Message:
        """The message that answers it; QuestionError if it makes no sense."""
        if not asked.text.strip():
            return self._watch(self._home.verb, lambda: self._home.answer(replace(asked, text="")))
        if remark := self.remark(asked):
            return remark
        command, rest = self.found(asked.text)
        asked = replace(asked, text=rest)
        if command is not self._question:
            return self._watch(command.verb, lambda: command.answer(asked))
        return self._watch(self._question.verb, lambda: self._read(asked))

    def _read(self, asked: Asked) -> Message:
        try:
            return self._question.answer(asked)
        except QuestionError as error:
            return self._with_a_slip(asked, error)

    @property
    def usage_hint(self) -> str:
        """What Slack shows behind the command while one types it: brief, as Slack cuts what is long."""
        return f"{self._question.usage} | help"

    def remark(self, asked: Asked) -> Message | None:
        """The answer to what asks for nothing, None if it asks for something."""
        return next(filter(None, (remark(asked) for remark in self._remarks)), None)

    def found(self, text: str) -> tuple[Command, str]:
        """The verb that stands first in the text, or else the question, and the text without the verb."""
        said = words(text)
        spoken = {word.lower for word in said}
        verbs = [command for command in self._verbs if command.may_be_in(spoken)]
        if found := [(stretches, command) for command in verbs if (stretches := command.within(said))]:
            stretches, command = min(found, key=lambda each: each[0])
            return command, _without(text, stretches)
        if not (found := [(stretches, command) for command in verbs if (stretches := command.loosely(said))]):
            return self._question, text
        stretches, command = min(found, key=lambda each: each[0])
        rest = _without(text, stretches)
        return self._question if named(rest) else command, rest

    def meant(self, asked: Asked) -> tuple[Command, Asked] | None:
        """The verb that was surely meant by the first word, and what stands behind it; None if none was."""
        word, *rest = asked.text.split(maxsplit=1)
        typed = word.lower()
        verbs = {command.verb: command for command in self._verbs}
        if (verb := slips.certain(typed, list(verbs))) is None:
            return None
        corrected = (*asked.corrected, (typed, verb))
        return verbs[verb], replace(asked, text="".join(rest), corrected=corrected)

    def _with_a_slip(self, asked: Asked, error: QuestionError) -> Message:
        """What a verb with a slip in it asks for, where there is no doubt; else the error, or a better one."""
        if found := self.meant(asked):
            command, asked = found
            return command.answer(asked)
        typed = asked.text.split(maxsplit=1)[0].lower()
        if near := slips.near(typed, [command.verb for command in self._verbs]):
            meant = near[0].phrase
            raise QuestionError(f"I don't know “{typed}”. Did you mean {meant}?", meant) from error
        raise error


def _stretches(said: Sequence[Word], phrases_at: Callable[[int], Sequence[str]]) -> list[Stretch]:
    """Where one of the phrases stands that count at that word, the longest first."""
    found = []
    at = 0
    while at < len(said):
        begun = [phrase.split() for phrase in phrases_at(at) if phrase.startswith(said[at].lower)]
        here = sorted(begun, key=len, reverse=True)
        length = next((len(phrase) for phrase in here if _is(said, at, phrase)), 0)
        if length:
            found.append((said[at].start, said[at + length - 1].end))
        at += length or 1
    return found


def _without(text: str, stretches: Sequence[Stretch]) -> str:
    for start, end in reversed(stretches):
        text = f"{text[:start]} {text[end:]}"
    return text.strip()


def _is(said: Sequence[Word], at: int, phrase: Sequence[str]) -> bool:
    """Whether the phrase stands there in the sentence, and in no name: `team:tickets` and "help" ask for nothing."""
    run = said[at : at + len(phrase)]
    if [word.lower for word in run] != list(phrase) or any(word.quoted for word in run):
        return False
    before = said[at - 1].text if at else ""
    after = said[at + len(phrase)].text if at + len(phrase) < len(said) else ""
    return before not in (":", ",") and after != ":"
