"""What a desk's week is to be worked on."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.messages.playbook import playbook
from kpi.review.focus import Focus, focuses
from kpi.review.review import Review, review
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team import settings
from tests.kpi.review.desk import NOW, week
from tests.support.tickets import BERLIN, moment


@contextmanager
def open_review(store: Store) -> Iterator[Review]:
    """The review of the week, whose facts can be asked for more as long as it is open; none has been before."""
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, BERLIN))
        yield review(facts, week(), moment(NOW), previous=[])


def focuses_of(store: Store) -> tuple[Focus, ...]:
    """By the package's playbook."""
    with open_review(store) as found:
        return focuses(found, playbook(None))
