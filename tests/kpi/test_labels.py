"""The values that questions can be narrowed to."""

import pytest
from sqlalchemy import insert

from kpi.dimensions import ALL_DIMENSIONS, ARRIVED, CHANNEL, INTENT, SOURCE, TEAM, dimension
from kpi.labels import NoLabels, StoreLabels, fold
from kpi.model import Label, Ticket, table
from kpi.store import Store
from tests.support.tickets import add, ticket


def test_a_store_knows_its_labels_and_sources_as_people_spell_them(store: Store) -> None:
    add(store, "Shop Desk", ticket(created_at="Mon 20 Jul 2026 09:00", channel="web form"))
    with store.writing() as connection:
        connection.execute(insert(table(Label)).values(field="channel", folded="web form", spelling="Web Form"))
    with store.reading() as connection:
        labels = StoreLabels(connection)
        assert labels.values(CHANNEL) == {"web form": "Web Form"}
        assert labels.values(SOURCE) == {"Shop Desk": "Shop Desk"}
        assert labels.values(TEAM) == {}


def test_without_a_store_nothing_is_known() -> None:
    assert NoLabels().values(CHANNEL) == {}


def test_whether_a_conversation_arrived_in_opening_hours_is_known_of_every_store(store: Store) -> None:
    with store.reading() as connection:
        known = StoreLabels(connection).values(ARRIVED)
    assert known == NoLabels().values(ARRIVED) == {"open": "in opening hours", "closed": "outside opening hours"}


def test_labels_are_compared_without_case_spaces_or_what_cannot_be_seen() -> None:
    assert fold("  Web\u200b   FORM ") == "web form"


def test_each_dimension_but_opening_hours_is_a_column_of_the_ticket_and_goes_by_its_names() -> None:
    for each in ALL_DIMENSIONS:
        assert each is ARRIVED or each.key in table(Ticket).columns
        assert set(each.name) <= set(each.aliases)
        assert [dimension(alias) for alias in each.aliases] == [each] * len(each.aliases)
    assert dimension("topic") is INTENT
    assert dimension("mood") is None


def test_no_word_means_two_dimensions() -> None:
    words = [alias for each in ALL_DIMENSIONS for alias in each.aliases]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("word", [alias for each in ALL_DIMENSIONS for alias in each.aliases])
def test_a_dimensions_word_is_in_small_letters_and_one(word: str) -> None:
    assert word == word.lower().strip()
    assert " " not in word
