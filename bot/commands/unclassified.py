"""`/kpi unclassified`: conversations without an intent that says something, one by one, to be labelled."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.label_buttons import Key
from bot.messages.label_card import Done, LabelCard
from bot.messages.message import Message
from kpi.dimensions import INTENT
from kpi.labelling import finding, queue
from kpi.labelling.in_force import in_force
from kpi.labelling.queue import Unlabelled
from kpi.labelling.suggesting import Suggestion
from kpi.store_facts import StoreFacts

VERB = "unclassified"
MOST_CHOICES = 99
"""Beside the suggestion, which may be another."""

Find = Callable[[Deciding], Unlabelled | None]
"""The conversation that is shown next."""


def command(bench: Workbench) -> Command:
    """The first of them."""
    return Command(
        verb=VERB,
        usage="",
        does="How many conversations have no intent, or one that says nothing; then one by one, with a menu to label "
        "them. Everybody may.",
        examples=(VERB,),
        answer=lambda asked: card(bench, asked),
        loose=("unlabelled", "unlabeled", "without an intent"),
    )


def card(bench: Workbench, asked: Asked, *, after: Key | None = None, done: Done | None = None) -> Message:
    """The newest of them, or the one after another; above it what was `done` with the one before."""
    return shown(bench, asked, partial(_next, after), done)


def shown(bench: Workbench, asked: Asked, find: Find, done: Done | None) -> Message:
    """The conversation that is found, and how many there are."""
    with deciding(bench) as at:
        found, left = find(at), queue.left(at.connection, at.team)
        newest = queue.LOOKED_AT if finding.are_more_than(at.connection, queue.LOOKED_AT) else 0
        choices = queue.choices(at.connection, at.team, MOST_CHOICES) if found else []
        spellings = StoreFacts(at.connection, at.team).spellings(INTENT)
    suggestion = suggested(bench, found.subject) if found else None
    showing = found and LabelCard.of(found, choices, spellings, suggestion, at.team.zone, with_subject=asked.alone)
    message = bench.messages.render(f"{VERB}.j2", asked=asked, left=left, newest=newest, card=showing, done=done)
    return replace(message, question=VERB)


def suggested(bench: Workbench, subject: str | None) -> Suggestion | None:
    """What the conversation may be about, from what the team has labelled; None where nothing suggests anything."""
    suggester = bench.suggestions() if subject else None
    suggestion = suggester.suggest(subject) if suggester and subject else None
    if suggestion is None or suggestion.intent is None:
        return suggestion
    with deciding(bench) as at:  # it may have got another name since it was learnt
        called = in_force(at.connection).called(suggestion.intent)
    return replace(suggestion, intent=None if called in at.team.unclassified else called)


def _next(after: Key | None, at: Deciding) -> Unlabelled | None:
    return next(iter(queue.next_(at.connection, at.team, after)), None)
