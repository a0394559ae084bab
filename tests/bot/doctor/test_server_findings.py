"""The database on a real PostgreSQL server."""

from bot.doctor.finding import Finding
from kpi.store import Store
from tests.bot.doctor.conftest import Examined, told
from tests.support.databases import opened
from tests.support.postgres import Server


def test_a_server_is_told_with_its_version(postgresql_store: Store, examined: Examined) -> None:
    found = examined(DATABASE_URL=str(postgresql_store.url))
    assert f"{postgresql_store.name} can be read and written; it is PostgreSQL 1" in found["database"].sentence
    assert all(found[name].ok for name in ("database", "tables", "messages", "data"))


def test_an_empty_database_is_as_good_as_a_file_that_is_not_there_yet(postgresql: Server, examined: Examined) -> None:
    address = postgresql.new_database()
    found = examined(DATABASE_URL=address)
    assert (found["database"].ok, found["messages"].ok, found["webhooks"].ok) == (True, True, True)
    assert found["tables"] == Finding("tables", True, "There are none yet; the first import makes them.")
    assert opened(address).is_new


def test_a_server_that_does_not_run_is_told_and_the_password_is_not(examined: Examined) -> None:
    found = examined(DATABASE_URL="postgresql://kpibot:hidden@127.0.0.1:1/kpibot")
    assert "kpibot on 127.0.0.1 cannot be reached" in told(found["database"])[0]
    assert "hidden" not in str(found)
    assert [found[name].ok for name in ("tables", "messages", "data")] == [None] * 3
