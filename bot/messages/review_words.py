"""What a review's post says beside its findings, in plain sentences: blocks and notification say the same."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kpi import words
from kpi.review import wording
from kpi.review.agenda import Agenda, Kind
from kpi.review.record.foci import StoredFocus
from kpi.review.review import Review
from kpi.review.risen_intent import RisenIntent
from kpi.review.weakest import How
from kpi.span import day_name
from kpi.team.notes import Kind as NoteKind
from kpi.team.notes import Note
from kpi.wording import sentences
from kpi.wording.count_words import many

STUCK = 3
"""After so many reviews without a gain something else is to be decided."""

PAUSES = 3
"""So many posts in a row may say that there are no data, or no new ones; then the reviews pause."""

MOST_RESTATED = MOST_NOTES = 3
_MOST_RESTATED, _LONGEST_RESTATED = 15, 120  # in the thread
_VALUES = ("more value", "more values")
_LONGEST_TEXT = 80
_LONGEST_NOTE = 120
_LONGEST_NAME = 40
_WEEK = timedelta(weeks=1)
_ORDINALS = {2: "second", 3: "third"}
_IMPORT = "(`/kpi import`, or `kpibot import FILE` where kpibot runs)"


def title(agenda: Agenda) -> str:
    """ "Review of week 2026-W30 (20–26 July 2026)", "Review of 4 weeks (29 Jun – 26 Jul 2026)" """
    week = agenda.review.week
    over = sentences.over(week.period) if week.weeks == 1 else f"{week.weeks} weeks ({week.period.dates})"
    return f"Review of {over}"


def opening(agenda: Agenda, *, late: bool, test: bool, again: str) -> list[str]:
    """What one has to know first; `again` says when reviews come: "every Monday at 09:00"."""
    return list(_opening(agenda, late, test, again))


def _opening(agenda: Agenda, late: bool, test: bool, again: str) -> Iterator[str]:
    if test:
        yield "This is a test: only you see it, and nothing of it is kept."
    if late:
        yield "This review is late: it could not be posted when it was due."
    if agenda.kind is Kind.FIRST:
        yield (
            f"This is the first review here. It comes {again} and names one thing to work on; "
            "the reviews after it say whether that helped."
        )
    if marked := [note for note in _noted(agenda) if note.kind is not NoteKind.NOTE]:
        whose = "This week does not count as a usual one" if agenda.review.week.weeks == 1 else "Not all of it is usual"
        yield f"{whose}: {_said(marked)}."
    if only := narrowed(agenda.review):
        yield only


def narrowed(review: Review) -> str:
    """ "Only Tier 2; only email."; "" where it is of all conversations."""
    said = "; ".join(sentences.narrowed(review.week.standings[0].readout.question))
    return f"{words.sentence(said)}." if said else ""


def _noted(agenda: Agenda) -> list[Note]:
    """What was noted of the reviewed days."""
    week = agenda.review.week
    first, end = week.period.first, week.period.end
    return [each for each in week.facts.notes if each.first_day < end and first <= each.last_day]


def _said(noted: Sequence[Note]) -> str:
    return "; ".join(words.shorten(each.said.rstrip("."), _LONGEST_NOTE) for each in noted[:MOST_NOTES])


# ---- the focus


def owner(agenda: Agenda) -> str | None:
    """Who has taken it on, where it goes on."""
    return agenda.last.owner if goes_on(agenda) and agenda.last is not None else None


def goes_on(agenda: Agenda) -> bool:
    """Whether the focus is that of the last review."""
    return agenda.continued > 1


def focus_label(agenda: Agenda) -> str:
    """ "The focus of this week", "The focus of these 4 weeks" """
    weeks = agenda.review.week.weeks
    over = "until the next review" if weeks == 1 else f"for the next {words.count(weeks)} weeks"
    again = f", for the {_ordinal(agenda.continued)} time" if goes_on(agenda) else ""
    return f"The focus {over}{again}:"


def _ordinal(number: int) -> str:
    return _ORDINALS.get(number, f"{number}th")


def focus_known(agenda: Agenda) -> bool:
    """Whether there is one to be told: of a week that is not over, only one that was named before."""
    return agenda.focus is not None and (not agenda.review.week.period.unfinished or goes_on(agenda))


def last_label(agenda: Agenda) -> str:
    """ "Last week's focus", "The focus since 13 July 2026 goes on"; "" where there was none."""
    last = agenda.last
    if last is None or agenda.verdict is None:
        return ""
    if goes_on(agenda):
        return f"{_whose(last, agenda)} goes on"
    return _whose(last, agenda)


def last_focus(agenda: Agenda) -> str:
    """What has become of it; "" where there was none."""
    last, verdict = agenda.last, agenda.verdict
    if last is None or verdict is None:
        return ""
    what = "" if goes_on(agenda) else f"“{words.shorten(last.focus.text, _LONGEST_TEXT)}”"
    return " ".join(filter(None, (what, verdict.text, verdict.early_sign, verdict.needed)))


def _whose(last: StoredFocus, agenda: Agenda) -> str:
    week = agenda.review.week
    before = week.period.end - _WEEK - timedelta(days=week.period.days)
    if last.monday == before:
        return "Last week's focus" if week.weeks == 1 else "The last focus"
    return f"The focus since {day_name(_told_on(last.monday))}"


def _told_on(monday: date) -> date:
    """A week is reviewed on the Monday after it, or later."""
    return monday + _WEEK


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def focus(agenda: Agenda) -> list[str]:
    """It in sentences, for a screen reader."""
    found = agenda.focus
    if found is None:
        return []
    where = ": ".join(filter(None, (words.sentence(found.place), found.worth)))
    return [f"Focus: {_ended(found.text)}", _ended(where), _ended(found.figure), *filter(None, (stuck(agenda),))]


def stuck(agenda: Agenda) -> str:
    """What to decide where nothing has been gained for long; "" as long as that is not so."""
    if agenda.without_gain < STUCK or agenda.focus is None:
        return ""
    return (
        f"{words.count(agenda.without_gain)} reviews without a gain: choose the next step or another metric, "
        "or park this one for 4 weeks."
    )


# ---- below


def beside(agenda: Agenda) -> list[tuple[str, list[str]]]:
    """What else there is to know, under its headings."""
    found = (
        ("On the time line", _uncharted(agenda)),
        ("Restated since the last review", _restated(agenda)),
        ("Parked", [f"{each.kpi.title} {each.said}." for each in agenda.parked.values()]),
        (f"What was behind the low ratings of {wording.before(agenda.review)}", _causes(agenda)),
    )
    return [(heading, said) for heading, said in found if said]


def _uncharted(agenda: Agenda) -> list[str]:
    """What was noted, where there is no chart on which it is marked."""
    noted = [each for each in _noted(agenda) if each.kind is NoteKind.NOTE]
    return [f"{_said(noted)}."] if noted and agenda.review.ranking.weakest is None else []


def moved(agenda: Agenda) -> list[str]:
    """What moved; nothing is said of it where a week is over and nothing of it can be judged."""
    is_over = not agenda.review.week.period.unfinished
    return [] if is_over and agenda.kind is Kind.NOT_ENOUGH else wording.moved(agenda.review)


def _restated(agenda: Agenda) -> list[str]:
    said = [each.text for each in agenda.restated[:MOST_RESTATED]]
    more = len(agenda.restated) - len(said)
    return [*said, f"{many(more, _VALUES)} in the thread."] if more else said


def all_restated(agenda: Agenda) -> list[str]:
    """As much of it as a section has room for."""
    said = [words.shorten(each.text, _LONGEST_RESTATED) for each in agenda.restated[:_MOST_RESTATED]]
    more = len(agenda.restated) - len(said)
    return [*said, f"And {many(more, _VALUES)}."] if more else said


def _causes(agenda: Agenda) -> list[str]:
    named = [f"{cause} {words.count(number)}" for cause, number in agenda.causes.items() if number]
    return [f"{words.sentence(', '.join(named))}."] if named else []


def held_down_by(review: Review) -> str:
    """What holds the weakest down; of an intent that the headline is about, only what that does not say."""
    weakest, held = review.ranking.weakest, review.held_down_by
    if weakest is None or weakest.how is not How.SHORT or not isinstance(held, RisenIntent):
        return wording.held_down_by(review)
    if held.channel is None:
        return ""
    by = f"{words.count(held.in_channel.hits)} of {words.count(held.in_channel.n)}"
    return f"{by} came by {words.shorten(held.channel, _LONGEST_NAME)}."


def no_focus(agenda: Agenda) -> str:
    """Why none is named; "" if one is, or if none can be, as the week is not over."""
    if agenda.focus is not None or agenda.review.week.period.unfinished:
        return ""
    if agenda.kind is Kind.NOT_ENOUGH:
        return (
            "So no focus is named. A rate is judged on 30 conversations or ratings, of up to 8 weeks together, or on "
            "10 if they are clear; a time on 10."
        )
    if agenda.review.ranking.weakest is None:
        return f"So {_these(agenda)} needs no focus." if agenda.review.week.weeks == 1 else "So no focus is needed."
    return "Every step that the playbook has for it was tried in the last 8 weeks."


# ---- without findings


def not_connected() -> list[str]:
    """That there is nothing to review at all."""
    return ["Nothing is connected yet, so there is nothing to review.", f"Import a help desk's export {_IMPORT}."]


def stale(agenda: Agenda, posts: int) -> list[str]:
    """That there are no new data, and what follows; `posts` is how many in a row have said so with this one."""
    until = f" is from {day_name(agenda.data_until)}" if agenda.data_until else " is older"
    said = [f"My last data{until}, so {_these(agenda)} cannot be reviewed."]
    if posts >= PAUSES:
        said.append(f"This is the {_ordinal(posts)} post in a row that says so, so the reviews pause here.")
        said.append(f"Bring a fresh export {_IMPORT}, and go on with `/kpi schedule resume`.")
    else:
        said.append(f"Bring a fresh export {_IMPORT}.")
        said.append(f"After {many(PAUSES - posts, ('more such post', 'more such posts'))} the reviews pause here.")
    return said


def _these(agenda: Agenda) -> str:
    week = agenda.review.week
    return "the week" if week.weeks == 1 else f"these {week.weeks} weeks"
