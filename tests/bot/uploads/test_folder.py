"""The folder in which files are while they are read."""

from pathlib import Path

import pytest

from bot.uploads.folder import Folder, safe_name


def test_a_file_is_removed_with_what_lies_beside_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.place_for("export.csv") as path:
        path.write_text("a")
        (path.parent / "problems").mkdir()
    assert not path.parent.exists()
    folder.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_crash_has_left_is_removed_by_the_next_bot_and_what_another_one_uses_is_not(tmp_path: Path) -> None:
    crashed = tmp_path / "left"
    crashed.mkdir()
    (crashed / ".in-use").touch()
    (crashed / "export.csv").write_text("somebody's tickets")
    running = Folder(tmp_path)
    with running.place_for("export.csv") as path:
        path.write_text("a")
        another = Folder(tmp_path)
        assert not crashed.exists()
        assert path.exists()
        another.close()
    running.close()


def test_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "uploads")
    assert (tmp_path / "uploads").stat().st_mode & 0o077 == 0
    folder.close()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("export.csv", "export.csv"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\export.csv", "export.csv"),
        ("<!channel>.csv", "<!channel>.csv"),
        ("a\x00b\n\u202e.csv", "ab.csv"),
        ("..", "import"),
        ("", "import"),
        (".csv", "csv"),
    ],
)
def test_a_name_becomes_one_that_stays_in_the_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_very_long_name_keeps_its_ending(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.place_for("ü" * 5_000 + ".csv.gz") as path:
        path.write_text("a")
        assert path.name.endswith(".gz")
    folder.close()
