"""What is said when a real server cannot be used."""

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from kpi.errors import ConfigurationError
from kpi.store import Store
from tests.support.postgres import Server


def complaint(url: str) -> ConfigurationError:
    store = Store(url)
    with pytest.raises(ConfigurationError) as caught, store.reading():
        pass
    store.close()
    assert "secret" not in str(caught.value)
    return caught.value


def test_a_server_that_does_not_run_is_told_with_its_place() -> None:
    error = complaint("postgresql://kpibot:secret@127.0.0.1:1/kpibot")
    assert error.sentence.startswith("The database kpibot on 127.0.0.1 cannot be reached (")
    assert "Connection refused" in error.sentence
    assert error.hint == "Check that its server runs, and the host and port in DATABASE_URL."


def test_a_server_that_nobody_knows_is_told() -> None:
    assert "cannot be reached" in complaint("postgresql://kpibot:secret@no-such-host.invalid/kpibot").sentence


def test_a_database_that_does_not_exist_is_told(postgresql: Server) -> None:
    error = complaint(postgresql.url("nowhere"))
    assert error.sentence == f"The database nowhere on {postgresql.host} does not exist."
    assert error.hint.startswith("Make it with createdb")


@pytest.mark.parametrize(("user", "password"), [("guarded", "wrong secret"), ("guarded", None), ("nobody", None)])
def test_a_user_or_password_that_is_refused_is_told(postgresql: Server, user: str, password: str | None) -> None:
    postgresql.run("DROP ROLE IF EXISTS guarded", "CREATE ROLE guarded LOGIN PASSWORD 'right'")
    postgresql.ask_for_password("guarded")
    error = complaint(postgresql.url("postgres", user, password))
    assert error.sentence == f"The database postgres on {postgresql.host} refuses its user or password."
    assert error.hint == "Check the user and the password in DATABASE_URL."


def test_a_user_without_rights_is_told_so(postgresql: Server, postgresql_store: Store) -> None:
    postgresql.run("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN")
    guest = Store(postgresql.url(str(postgresql_store.url.database), "guest"))
    with pytest.raises(ConfigurationError) as caught, guest.reading() as connection:
        connection.execute(text("SELECT * FROM ticket"))
    guest.close()
    assert "does not let its user do this" in caught.value.sentence


def test_an_option_that_no_server_knows_is_told() -> None:
    error = complaint("postgresql://kpibot:secret@127.0.0.1:1/kpibot?colour=red")
    assert '"colour"' in error.sentence
    assert "question mark" in error.hint


def test_a_server_that_stops_in_the_middle_is_told_and_the_next_time_all_is_well(
    postgresql: Server, postgresql_store: Store
) -> None:
    def stopped() -> None:
        with postgresql_store.writing() as connection:
            postgresql.run(f"SELECT pg_terminate_backend({connection.scalar(text('SELECT pg_backend_pid()'))})")
            connection.execute(text("SELECT 1"))

    with pytest.raises(ConfigurationError) as caught:
        stopped()
    assert "is stopping or starting" in caught.value.sentence
    with postgresql_store.reading() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_connection_that_broke_meanwhile_is_replaced_unseen(postgresql: Server, postgresql_store: Store) -> None:
    with postgresql_store.reading() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    postgresql.run(f"SELECT pg_terminate_backend({pid})")
    with postgresql_store.reading() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != pid


def test_a_server_that_holds_a_copy_is_read_only(postgresql: Server, postgresql_store: Store) -> None:
    name = make_url(str(postgresql_store.url)).database
    postgresql.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store = Store(postgresql.url(str(name)))
    with pytest.raises(ConfigurationError) as caught, store.writing() as connection:
        connection.execute(text("DELETE FROM ticket"))
    store.close()
    assert caught.value.sentence == f"The database {store.name} is read-only."
    assert "copy" in caught.value.hint
