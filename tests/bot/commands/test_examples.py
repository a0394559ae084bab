"""What help shows can be typed."""

from datetime import date

from sqlalchemy import insert

from bot.commands.registry import Asked
from kpi.catalogue import CSAT
from kpi.model import Import, InquiryDay, Label, table
from kpi.review.record import parked
from kpi.store import Store
from tests.bot.commands import labels
from tests.bot.commands.conftest import Bot
from tests.bot.commands.test_what_if import fill
from tests.support.tickets import at, day


def test_every_example_works_for_an_admin_of_a_team_that_has_connected_everything(store: Store, bot: Bot) -> None:
    fill(store)
    with store.writing() as connection:
        row = {"id": 1, "source": "desk", "file": "x", "format": "csv", "kind": "inquiries", "started_at": 0}
        connection.execute(insert(table(Import)).values(**row, fields=[], rejected={}))
        counts = {"resolved": 30, "contacted": 20, "abandoned": 10}
        inquiries = {
            "source": "desk",
            "day": day("Wed 3 Jun 2026"),
            "as_of": at("Thu 4 Jun 2026 00:00"),
            "origin": 1,
            **counts,
        }
        connection.execute(insert(table(InquiryDay)).values(inquiries))
        connection.execute(insert(table(Label)).values(field="intent", folded="login bug", spelling="login bug"))
        parked.park(connection, "C1", CSAT, date(2026, 8, 24), "New survey", "Ada", 0)
    labels.fill(store, {"external_id": "1234", "subject": "Where is my refund?"}, source="shop")
    bot.answers("rules save refund -> refund")
    bot.answers("costs add 100 management from 2026-01")
    for each in bot.registry.commands:
        assert each.examples
        for example in each.examples:
            asked = Asked(example, "/kpi", author=lambda: "Ada", member=lambda: "Ada", channel="C1", here=lambda: "C1")
            assert bot.registry.answer(asked).blocks, example
