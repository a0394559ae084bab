"""The settings that are a word or a list of words: time zone, currency, intents that say nothing."""

from typing import Any
from zoneinfo import ZoneInfo

from kpi import zones
from kpi.grammar import slips
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import quoted, words
from kpi.ingest.columns.values import plain_line
from kpi.labels import fold
from kpi.team.key import SettingKey, changed, set_line
from kpi.team.money import CURRENCIES

DEFAULT_CURRENCY = "EUR"
DEFAULT_UNCLASSIFIED = frozenset({"other", "general", "misc", "question"})
_FIXED = ("Etc/GMT+", "Etc/GMT-")
_ALIKE = 0.5
_MOST_UNCLASSIFIED = 200


def _parse_zone(text: str, _current: Any, _currency: str) -> str:
    said = "_".join(text.split())
    return next((name for name in zones.known() if name.casefold() == said.casefold()), said)


def _zone(name: Any) -> ZoneInfo:
    if isinstance(name, str) and name in zones.known() and not name.startswith(_FIXED):
        return ZoneInfo(name)
    said = plain_line(str(name))[:60]
    cities = {zone.rsplit("/", 1)[-1].casefold(): zone for zone in sorted(zones.known()) if "/" in zone}
    city = said.rsplit("/", 1)[-1].casefold()
    near = (
        [cities[city]] if city in cities else [cities[each.phrase] for each in slips.near(city, list(cities), _ALIKE)]
    )
    sentence = f"“{said}” is not a time zone; it has to be an IANA name, never a fixed offset."
    raise QuestionError(sentence, *(set_line("zone", each) for each in near or ["Europe/Berlin"]))


def _parse_currency(text: str, _current: Any, _currency: str) -> str:
    return text.strip().upper()


def _currency(code: Any) -> str:
    if isinstance(code, str) and code in CURRENCIES:
        return code
    said = plain_line(str(code))[:60]
    raise QuestionError(f"“{said}” is not a currency's code of three letters.", set_line("currency", DEFAULT_CURRENCY))


def _parse_unclassified(text: str, current: Any, _currency: str) -> list[str]:
    return changed(text, sorted(DEFAULT_UNCLASSIFIED) if current is None else current, _intents)


def _intents(text: str) -> list[str]:
    """Separated by commas, quoted or not."""
    parts: list[list[str]] = [[]]
    for word in words(text):
        if word.text == "," and not word.quoted:
            parts.append([])
        else:
            parts[-1].append(word.text)
    return [intent for part in parts if (intent := fold(" ".join(part)))]


def _unclassified(intents: Any) -> frozenset[str]:
    if not isinstance(intents, list) or len(intents) > _MOST_UNCLASSIFIED:
        raise QuestionError(f"That is no list of at most {_MOST_UNCLASSIFIED} intents.", UNCLASSIFIED.line)
    if not all(isinstance(intent, str) and fold(intent) for intent in intents):
        raise QuestionError("One of those is not an intent.", UNCLASSIFIED.line)
    return frozenset(map(fold, intents))


def _unclassified_words(intents: Any, _currency: str = "") -> str:
    return ", ".join(quoted(intent) for intent in sorted(intents)) or "none"


ZONE = SettingKey(
    "zone",
    "The time zone in which days, weeks and months begin at midnight.",
    "Europe/Berlin",
    "from the environment",
    restates=True,
    parse=_parse_zone,
    check=_zone,
    words=lambda name, _currency: str(name),
)
CURRENCY = SettingKey(
    "currency",
    "The currency of all costs. Amounts that are there already are not converted.",
    "USD",
    DEFAULT_CURRENCY,
    restates=False,
    parse=_parse_currency,
    check=_currency,
    words=lambda code, _currency: str(code),
)
UNCLASSIFIED = SettingKey(
    "unclassified",
    "Intents that say nothing of what a conversation is about. + and - change the list.",
    "other, general, misc, question",
    _unclassified_words(DEFAULT_UNCLASSIFIED),
    restates=True,
    parse=_parse_unclassified,
    check=_unclassified,
    words=_unclassified_words,
)
