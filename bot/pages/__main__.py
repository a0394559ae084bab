"""Writes them: `python -m bot.pages`, in the project's folder."""

from collections.abc import Mapping
from pathlib import Path

from bot.commands import page as commands
from bot.pages import kpis, settings

DOCS = Path("docs")


def pages() -> Mapping[Path, str]:
    """Each page as it has to be."""
    written = DOCS / "kpis.md"
    return {
        DOCS / "commands.md": commands.made(),
        written: kpis.filled(written.read_text(encoding="utf-8")),
        DOCS / "settings.md": settings.page(Path(".env.example").read_text(encoding="utf-8")),
    }


def main() -> None:
    """Write those that are not as they have to be."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
