"""The playbook's files: the package's own, or those that a team has put into its folder of templates."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kpi.catalogue import KPIS
from kpi.errors import ConfigurationError
from kpi.review.playbook import Playbook, load

_FOLDER = "playbook"


def playbook(templates_dir: Path | None) -> Playbook:
    """The steps for each KPI; a file playbook/<KPI>.toml in the team's folder is read in place of the package's.

    ConfigurationError, in words, for a mistake in them.
    """
    own = files("templates") / _FOLDER
    told = {kpi.key: (own / f"{kpi.key}.toml").read_text(encoding="utf-8") for kpi in KPIS}
    return _loaded(tuple((told | _of_team(templates_dir)).items()))


@lru_cache(maxsize=4)
def _loaded(texts: tuple[tuple[str, str], ...]) -> Playbook:
    """Kept, as to read so much TOML takes as long as all else that a bot is built of."""
    return load(dict(texts))


def _of_team(templates_dir: Path | None) -> dict[str, str]:
    folder = templates_dir / _FOLDER if templates_dir else None
    if folder is None or not folder.is_dir():
        return {}
    return {path.stem: _text(path) for path in sorted(folder.glob("*.toml"))}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as a text in UTF-8.", "Save it as UTF-8.") from error
