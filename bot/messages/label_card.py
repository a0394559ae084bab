"""A conversation that is to be labelled: what people see of it, and what its buttons and its menu carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot import label_buttons
from bot.label_buttons import Key
from bot.messages.limits import BUTTON_TEXT, OPTION_TEXT, OPTIONS
from bot.messages.measuring import size
from bot.messages.mrkdwn import address, shorten
from bot.messages.ticket_rows import LONGEST_ADDRESS, local
from kpi import words
from kpi.labelling.queue import DOUBTFUL, Unlabelled
from kpi.labelling.suggesting import Suggestion

_LONGEST_ID, _LONGEST_LABEL, _LONGEST_SUBJECT = 60, 60, 300

Choice = tuple[str, str, int]
"""An intent, how it is spelt, and how many conversations have it."""


@dataclass(frozen=True)
class Done:
    """What was done with a conversation: `what` is a word of templates/label_done.j2.

    `intent` is spelt as people do, `own` is the source's own label where that is another, `who` has labelled it
    otherwise meanwhile, and `undo` is what a button carries that takes it back; each is "" where there is none.
    """

    what: str
    id: str
    url: str = ""
    intent: str = ""
    own: str = ""
    who: str = ""
    undo: str = ""

    @classmethod
    def of(
        cls,
        what: str,
        key: Key,
        url: str | None = "",
        *,
        intent: str = "",
        own: str = "",
        who: str = "",
        undo: str = "",
    ) -> "Done":
        """Of a conversation; what is long is cut."""
        intent, own, who = (shorten(text, _LONGEST_LABEL) for text in (intent, own, who))
        return cls(what, shorten(key[1], _LONGEST_ID), short_address(url), intent, own, who, undo)


@dataclass(frozen=True)
class LabelCard:
    """One conversation, in words. `why` it is here; `subject` is "" for all but whoever asks alone.

    `suggested` is "refund (87 %)", and `unsure` says that nothing could be suggested. `yes` is what the button carries
    that takes the suggestion, and `yes_says` what stands on it. `choices` are the intents of the menu, each with what
    it carries: none where the id is too long for a menu. `block_id` and `carried` say which conversation it is.
    """

    id: str
    url: str
    opened: str
    channel: str
    why: str
    subject: str
    suggested: str
    unsure: bool
    yes: str
    yes_says: str
    choices: tuple[tuple[str, str], ...]
    block_id: str
    carried: str

    @classmethod
    def of(
        cls,
        found: Unlabelled,
        choices: Sequence[Choice],
        spellings: Mapping[str, str],
        suggestion: Suggestion | None,
        zone: ZoneInfo,
        *,
        with_subject: bool,
    ) -> "LabelCard":
        """`suggestion` is None where nothing suggests anything."""
        key = found.source, found.external_id
        intent = suggestion.intent if suggestion else None
        spelt = spellings.get(intent, intent) if intent else ""
        fits = label_buttons.fits_a_block(key)
        return cls(
            id=shorten(found.external_id, _LONGEST_ID),
            url=short_address(found.url),
            opened=local(found.opened_at, zone),
            channel=shorten(found.channel or "", 30),
            why=_why(found, spellings),
            subject=shorten(found.subject or "", _LONGEST_SUBJECT) if with_subject else "",
            suggested=_suggested(suggestion, spelt, 120),
            unsure=suggestion is not None and intent is None,
            yes=label_buttons.given(key, intent) if intent else "",
            yes_says=shorten(spelt, BUTTON_TEXT),
            choices=tuple(_options(choices, intent, _suggested(suggestion, spelt, OPTION_TEXT))) if fits else (),
            block_id=label_buttons.conversation(key) if fits else "",
            carried=label_buttons.conversation(key),
        )


def short_address(url: str | None) -> str:
    """Where it can be opened; "" if the address is none for a browser, or far too long."""
    found = address(url)
    return found if size(found) <= LONGEST_ADDRESS else ""


def _why(found: Unlabelled, spellings: Mapping[str, str]) -> str:
    """Why it is to be labelled, with the label that says nothing."""
    label = found.now or found.own
    if not label:
        return "it has no intent"
    spelt = shorten(spellings.get(label, label), _LONGEST_LABEL)
    if found.why == DOUBTFUL:
        return f"rules do not agree, and it counts as “{spelt}”"
    return f"its intent “{spelt}” says nothing"


def _suggested(suggestion: Suggestion | None, spelt: str, longest: int) -> str:
    """ "refund (87 %)" """
    if suggestion is None or not spelt:
        return ""
    sure = f" ({words.percent(round(100 * suggestion.confidence))})"
    return shorten(spelt, longest - len(sure)) + sure


def _options(choices: Sequence[Choice], first: str | None, says: str) -> list[tuple[str, str]]:
    """The suggestion first, then the others as they come, as many as a menu holds."""
    head = [(shorten(f"Suggested: {says}", OPTION_TEXT), label_buttons.option(first))] if first and says else []
    rest = [
        (shorten(spelling, OPTION_TEXT), label_buttons.option(intent))
        for intent, spelling, _ in choices
        if intent != first
    ]
    return [*head, *rest][:OPTIONS]
