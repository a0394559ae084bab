"""The pages that are made say what the bot itself goes by, and what is written by hand in them stays."""

from pathlib import Path

import pytest

from bot.pages import kpis, settings
from bot.pages.__main__ import main, pages

ROOT = Path(__file__).parents[3]


def test_the_pages_are_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this fails: make docs"""
    monkeypatch.chdir(ROOT)
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text


def test_pages_that_are_not_are_written_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    written = (ROOT / "docs" / "kpis.md").read_text(encoding="utf-8")
    (tmp_path / "docs" / "kpis.md").write_text(written.replace("80 % or more", "8 % or more"), encoding="utf-8")
    (tmp_path / ".env.example").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    main()
    for name in ("commands.md", "kpis.md", "settings.md"):
        made = (tmp_path / "docs" / name).read_text(encoding="utf-8")
        assert made == (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_a_kpi_that_the_page_leaves_out_is_named() -> None:
    with pytest.raises(ValueError, match="csat, first_response_time"):
        kpis.filled("<!-- facts: csat -->\n<!-- end -->\n")


def test_a_variable_that_is_not_explained_is_missed() -> None:
    with pytest.raises(ValueError, match="explain each setting"):
        settings.page("# A zone.\n# TIMEZONE=UTC\n")
