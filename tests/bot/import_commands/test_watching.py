"""A folder in which exports land by themselves: each is imported once, whatever else lies there."""

import os
import signal
from pathlib import Path

import pytest

from bot.import_commands.landing import Landing
from tests.bot.conftest import TICKETS, Kpibot

GUESSED = "Nr,Erfasst,Lage,Opened on\nK-1,x,open,03/04/2026\nK-2,y,closed,05/04/2026\n"
SEVERAL = b"PK\x03\x04 no archive at all"


@pytest.fixture
def folder(kpibot: Kpibot) -> Path:
    folder = kpibot.folder / "in"
    folder.mkdir()
    return folder


class Watcher:
    """`kpibot import --watch`, and what it has said."""

    def __init__(self, kpibot: Kpibot, folder: Path, *more: str) -> None:
        self.process = kpibot.start("import", "--watch", folder, "--every", "0.1", *more)
        self.heard = ""

    def hears(self, words: str) -> str:
        """The line in which these words stand, as soon as there is one."""
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            self.heard += line
            if words in line:
                return line
        raise AssertionError(f"never {words!r} in {self.heard}{self.process.communicate()}")

    def ends(self, by: signal.Signals) -> tuple[int, str]:
        self.process.send_signal(by)
        _, err = self.process.communicate(timeout=20)
        return self.process.returncode, err


def test_what_lands_is_imported_once_and_nothing_keeps_the_others_waiting(kpibot: Kpibot, folder: Path) -> None:
    watcher = Watcher(kpibot, folder)
    watcher.hears(f"Watching {folder}")
    (folder / "asks.csv").write_text(GUESSED.replace("Nr,Erfasst,Lage,Opened on", "Foo,Bar,Baz,Qux"))
    assert "not imported" in watcher.hears("asks.csv")
    watcher.hears(f"kpibot import {folder}/asks.csv")
    (folder / "broken.xlsx").write_bytes(SEVERAL)
    assert "not imported" in watcher.hears("broken.xlsx")
    (folder / "tickets.csv").write_bytes(TICKETS.read_bytes())
    assert "tickets.csv: tickets, 40 rows: 40 added. This was import 1." in watcher.hears("tickets.csv")
    (folder / "again.csv").write_bytes(TICKETS.read_bytes())
    assert "as import 1. Nothing changed." in watcher.hears("already imported on")
    assert watcher.ends(signal.SIGTERM) == (130, "Stopped. " + _ENDED)

    # After a restart nothing is done twice; what was taken back is not brought in again by itself.
    kpibot.does("undo", "1")
    watcher = Watcher(kpibot, folder)
    assert "which was taken back since. To have it again: kpibot import" in watcher.hears("tickets.csv")
    with (folder / "tickets.csv").open("a") as file:
        file.write("T-99" + "," * (TICKETS.read_text().splitlines()[0].count(",")) + "\n")
    watcher.hears("This was import 2.")
    assert watcher.ends(signal.SIGINT)[0] == 130
    assert [each for each in kpibot.does("imports").out.splitlines() if "tickets.csv" in each]


_ENDED = "A file that was being imported goes on from there at the next start.\n"


def test_what_is_for_one_file_is_refused_for_many(kpibot: Kpibot, folder: Path) -> None:
    assert "--as-of is for one file" in kpibot.refuses("import", "--watch", folder, "--as-of", "now")
    assert "is not a time zone" in kpibot.refuses("import", "--watch", folder, "--timezone", "Berlin")
    assert "There is no folder" in kpibot.refuses("import", "--watch", folder / "none")


def test_only_what_is_whole_and_lies_there_itself_is_taken(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "in", tmp_path / "secret.csv"
    (folder / "deeper").mkdir(parents=True)
    elsewhere.write_text("secret")
    landing = Landing(folder)
    for name in (".hidden.csv", "a.csv.part", "b.TMP", "c.csv~", "~lock.xlsx", "d.csv.crdownload", "deeper/e.csv"):
        (folder / name).write_text("x")
    (folder / "empty.csv").touch()
    (folder / "link.csv").symlink_to(elsewhere)
    (folder / "gone.csv").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe.csv")
    whole = folder / "whole.csv"
    whole.write_text("1")
    assert landing.whole() == []
    whole.write_text("12")
    assert landing.whole() == []
    assert landing.whole() == [whole]
    assert landing.take(whole)
    assert landing.whole() == []
    whole.write_text("123")
    assert (landing.whole(), landing.whole()) == ([], [whole])
    whole.write_text("1234")
    assert not landing.take(whole), "somebody wrote while it was read"
