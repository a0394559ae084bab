"""`kpibot copy`, `backup` and `restore`, as people type them."""

import pytest

from kpi.store import Store
from tests.bot.at_terminal import ENTER, at_a_terminal
from tests.bot.conftest import TICKETS, Kpibot
from tests.support.postgres import Server


def test_a_store_is_moved_to_a_server_and_answers_the_same_there(
    kpibot: Kpibot, database: str, postgresql: Server
) -> None:
    url = postgresql.new_database()
    asked = kpibot.does("ask", "--json", "csat", "last", "month").out
    copied = kpibot.does("copy", "--from", database, "--to", url).out.splitlines()
    assert copied[0].endswith("rows: equal.")
    assert " tables, " in copied[0]
    assert copied[1] == "To go on with the copy, set DATABASE_URL to it and start the bot."
    assert kpibot.does("ask", "--json", "csat", "last", "month", DATABASE_URL=url).out == asked
    again = kpibot.refuses("copy", "--to", url).splitlines()
    assert "is not empty" in again[0]
    assert again[1] == "Name an empty or a new database."
    assert kpibot.refuses("copy", "--to", "elsewhere").splitlines() == [
        "--to is not a database address.",
        "Such as --to sqlite:///data/kpibot.db, or --to postgresql://user@host/kpibot",
    ]
    assert "There is no store in none.db" in kpibot.refuses("copy", "--from", "sqlite:///none.db", "--to", url)


@pytest.mark.sqlite
def test_a_store_is_saved_and_brought_back(kpibot: Kpibot, database: str) -> None:
    saved = kpibot.does("backup", "backup.db").out.splitlines()
    assert saved[0].startswith("backup.db: ")
    assert saved[0].endswith(" rows. It is whole.")
    assert saved[1] == "It holds the store's secrets too: keep it as safe as the store."
    assert "backup.db is there already." in kpibot.refuses("backup", "backup.db")
    (kpibot.folder / "backup.db.0a1b2c.unfinished").write_text("")
    forced = kpibot.does("backup", "backup.db", "--force").out.splitlines()
    assert forced[2].startswith("backup.db.0a1b2c.unfinished is left of an attempt")

    kpibot.does("undo", "1")
    assert kpibot.refuses("restore", "backup.db").splitlines()[1] == "Try: kpibot restore backup.db --yes"
    declined = at_a_terminal(kpibot, ["restore", "backup.db"], ("[y/n] (n):", f"n{ENTER}"))
    assert declined.status == 0
    assert "Put it in the place of data/kpibot.db?" in declined.said
    assert declined.said.endswith("Nothing was changed.")

    bot = Store(database)
    with bot.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM ticket").all()
    assert "is in use." in kpibot.refuses("restore", "backup.db", "--yes")
    bot.close()
    restored = kpibot.does("restore", "backup.db", "--yes").out.splitlines()
    assert restored[0].startswith("data/kpibot.db is what was saved in backup.db: ")
    (former,) = (kpibot.folder / "data").glob("*.before-restore-*.db")
    assert restored[1] == f"What was there before is {former}."
    assert "undone" not in kpibot.does("imports").said


def test_a_store_on_a_server_is_saved_and_replaced_by_what_was_saved(kpibot: Kpibot, postgresql: Server) -> None:
    server = {"DATABASE_URL": postgresql.new_database()}
    kpibot.does("import", TICKETS, "--yes", **server)
    assert kpibot.does("backup", "backup.db", **server).out.splitlines()[0].endswith(" rows. It is whole.")
    kpibot.does("undo", "1", **server)
    assert "--replace" in kpibot.refuses("restore", "backup.db", "--yes", **server)
    said = kpibot.does("restore", "backup.db", "--yes", "--replace", **server).said
    assert " is what was saved in backup.db: " in said
    assert "undone" not in kpibot.does("imports", **server).said


def test_the_help_says_that_secrets_are_in_a_backup(kpibot: Kpibot) -> None:
    for command in ("backup", "restore"):
        assert "secrets of webhooks" in " ".join(kpibot.does(command, "--help").out.replace("│", " ").split())
