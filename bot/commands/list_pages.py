"""A list too long for one table: which page is shown, and the questions of those beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot import buttons
from bot.commands.drill_downs import FollowUp
from bot.messages.ticket_rows import MOST_ROWS
from kpi.grammar import list_words
from kpi.grammar.list_words import Wanted

AT_ONCE = MOST_ROWS


@dataclass(frozen=True)
class ListPages:
    """Of the list that `question` asks for, the rows from number `first` up to `last`, and what leads elsewhere.

    `csv` asks for all of it as a file; "" if there is nothing in it. `order` is what was named to sort it by.
    """

    question: str
    first: int
    last: int
    beside: tuple[FollowUp, ...]
    orders: tuple[FollowUp, ...]
    csv: str
    order: str

    @classmethod
    def of(cls, question: str, wanted: Wanted, total: int) -> "ListPages":
        """Of the list of so many that a question asks for without these wishes."""
        first = AT_ONCE * (wanted.page - 1) + 1
        csv = _with(question, replace(wanted, page=1, as_csv=True))
        beside = tuple(each for each in _beside(question, wanted, total) if buttons.fits_a_button(each.question))
        orders = tuple(_orders(question, wanted)) if total > 1 else ()
        return cls(
            question=_with(question, wanted),
            first=first,
            last=min(first + AT_ONCE - 1, total),
            beside=beside,
            orders=orders if all(buttons.fits_an_option(each.question) for each in orders) else (),
            csv=csv if total and buttons.fits_a_button(csv) else "",
            order=wanted.order,
        )


def _beside(question: str, wanted: Wanted, total: int) -> Iterator[FollowUp]:
    shown = AT_ONCE * wanted.page
    if wanted.page > 1:
        before = replace(wanted, page=wanted.page - 1)
        yield FollowUp(f"Previous {AT_ONCE}", "previous", _with(question, before))
    if shown < total:
        after = replace(wanted, page=wanted.page + 1)
        yield FollowUp(f"Next {min(AT_ONCE, total - shown)}", "next", _with(question, after))


def _orders(question: str, wanted: Wanted) -> Iterator[FollowUp]:
    for order in list_words.ORDERS:
        if order != wanted.order:
            yield FollowUp(f"Sorted by {order}", order.replace(" ", "_"), _with(question, Wanted(order)))


def _with(question: str, wanted: Wanted) -> str:
    return f"{question} {wanted.text}".strip()
