"""The form of a rule: opened below a conversation, the list of rules or what a rule would do, and then submitted."""

import json
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot import buttons, label_buttons
from bot.commands import rules as command
from bot.commands import unclassified
from bot.commands.deciding import deciding
from bot.label_buttons import RULE_FORM
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.labelling.spot import Spot, put_submitted
from bot.listeners.opening import lane
from bot.listeners.press import Press
from bot.listeners.reviews.carried import typed
from bot.messages.rule_rows import in_words, typed_line
from kpi.errors import UserError
from kpi.ingest.columns.values import LONGEST_LABEL, plain_line
from kpi.labelling import finding, rules
from kpi.labelling.spellings import spellings

WORDS, INTENT = "words", "intent"
LONGEST_WORDS = 1_200
AGAIN = f"{RULE_FORM}:again"
"""Below what a rule would do: what it would do when changed takes the place of that."""


class RuleForm:
    """For admins: looked at when it is opened, when it is submitted, and when the rule is saved.

    What is submitted is tried on the history; only the button below what comes of it saves the rule.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_conversation(self, ack: Ack, body: dict[str, Any]) -> None:
        """With the intent that is suggested, and the subject to look at."""
        ack()
        self._put(body, self._open_for)

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """With what the rule is so far."""
        ack()
        self._put(body, self._open_with)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """What is wrong with a field is said there."""
        words, intent = typed(view, WORDS), typed(view, INTENT)
        if problems := _problems(words, intent):
            ack(response_action="errors", errors=problems)
            return
        ack()
        put_submitted(self._desk, body, view, partial(self._try, typed_line(words, intent)))

    def _put(self, body: dict[str, Any], work: Any) -> None:
        press = Press.read(body)
        opening = partial(work, press, body["actions"][0]["action_id"], body["trigger_id"])
        self._desk.put(lane(RULE_FORM, press.person), opening, press.tell(self._desk), prompt=COMMAND)

    def _open_for(self, press: Press, _action: str, trigger_id: str) -> None:
        self._desk.people.author(press.person)
        with deciding(self._desk.bench) as at:
            found = finding.told(at.connection, label_buttons.read_conversation(press.value))
            known = spellings(at.connection)
        subject = found.subject if found else ""
        suggestion = unclassified.suggested(self._desk.bench, subject)
        intent = suggestion.intent if suggestion and suggestion.intent else ""
        self._open(press, trigger_id, 0, "", known.get(intent, intent), subject=subject)

    def _open_with(self, press: Press, action: str, trigger_id: str) -> None:
        self._desk.people.author(press.person)
        which, words, intent = self._read(buttons.question(press.value))
        self._open(press, trigger_id, which or 0, words, intent, replaces=action == AGAIN)

    def _read(self, question: str) -> tuple[int | None, str, str]:
        """What stands in the form of "rules add", "rules change 3" and "rules change 3 refund -> refund"."""
        which, text = command.read_line(question.removeprefix(command.VERB).strip())
        if text:
            words, intent = rules.read(text)
            return which, in_words(words), plain_line(intent)
        if which is None:
            return None, "", ""
        rule = command.known(self._desk.bench, which)
        return which, in_words(rule.words), rule.spelling

    def _open(
        self,
        press: Press,
        trigger_id: str,
        number: int,
        words: str,
        intent: str,
        *,
        subject: str = "",
        replaces: bool = False,
    ) -> None:
        view = self._desk.bench.messages.modal(
            "rule_modal.j2",
            name=RULE_FORM,
            carried=Spot.of(press).carried(rule=number, replaces=replaces),
            number=number,
            words=words,
            intent=intent,
            subject=subject,
            longest_words=max(LONGEST_WORDS, len(words)),
            longest_intent=LONGEST_LABEL,
        )
        self._desk.delivery.open(trigger_id, view)

    def _try(self, line: str, person: str, carried: str) -> None:
        """Where the form was opened below a trial, the new one takes its place; else it is for the submitter alone."""
        self._desk.people.author(person)
        spot = Spot.read(carried)
        number, replaces = _carried(carried)
        asked = spot.asked(person) if replaces else spot.alone(person)
        message = command.tried(self._desk.bench, asked, f"change {number} {line}" if number else f"add {line}")
        if replaces:
            spot.put(self._desk, person, message)
        else:
            spot.place.tell(self._desk, person, message)


def _problems(words: str, intent: str) -> dict[str, str]:
    """What is wrong, by field."""
    found = {}
    if not words.strip(" ,"):
        found[WORDS] = "Name the words, as in: refund, money back"
    if not intent.strip():
        found[INTENT] = "Name the intent, as in: refund"
    if not found:
        try:
            rules.read(typed_line(words, intent))
        except UserError as error:
            found[WORDS] = error.sentence
    return found


def _carried(carried: str) -> tuple[int, bool]:
    match json.loads(carried):
        case {"rule": int(number), "replaces": bool(replaces)}:
            return number, replaces
    raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")
