"""What single cells say: nothing, a label, a link, a ticket number, yes or no, a status."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kpi.ingest.columns.memo import Memo
from kpi.model import Exclusion, Status

LONGEST_LABEL = 200
LONGEST_SUBJECT = 500
LONGEST_LINK = 2_000

_NOTHING = frozenset(["-", "--", "–", "—", "?", "n/a", "#n/a", "null", "none", "nan", "(none)", "(blank)", "(empty)"])
_LONGEST_NOTHING = max(map(len, _NOTHING))
_CONTROL = {*range(0x20), *range(0x7F, 0xA0)}
_REVERSING = {0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # They would turn around what follows.
_INVISIBLE = {0x00AD, 0x200B, 0x2060, 0xFEFF}  # Not the joiners, of which some letters and emoji are made.
_REMOVED = dict.fromkeys(_CONTROL | _REVERSING | _INVISIBLE)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+\d+", re.ASCII)
_PLAIN_NUMBER = re.compile(r"[A-Za-z]{0,20}[-_#]?[0-9]{1,100}|[A-Za-z0-9_#-]{8,200}")
_LABELS_KEPT = 16_384
_FLAGS = {
    **dict.fromkeys(("true", "yes", "1", "t", "y", "1.0"), True),
    **dict.fromkeys(("false", "no", "0", "f", "n", "0.0"), False),
}


class Standing(NamedTuple):
    """Where a ticket stands (a `Status`), or why it does not count (an `Exclusion`)."""

    status: str | None
    excluded: str | None


_STATUS_WORDS = {
    Standing(Status.OPEN.value, None): (
        "new, open, opened, reopened, re-opened, active, pending, waiting, in progress, "
        "work in progress, on hold, hold, on-hold, assigned, unassigned, snoozed, escalated, to do, "
        "triage, unresolved, unsolved, waiting for customer, waiting on customer, waiting for support, waiting on us, "
        "waiting on third party, awaiting user info, awaiting customer, awaiting reply, "
        "awaiting response, awaiting vendor, awaiting, awaiting problem, awaiting evidence, customer responded, "
        "neu, offen, geöffnet, wiedereröffnet, erneut geöffnet, in bearbeitung, in arbeit, wartend, wartet, "
        "ausstehend, zurückgestellt, zugewiesen, ungelöst, nicht gelöst, "
        "nouveau, nouvelle, ouvert, ouverte, rouvert, rouverte, réouvert, en cours, en attente, en suspens, "
        "assigné, assignée, non résolu, non résolue, "
        "nuevo, nueva, abierto, abierta, reabierto, reabierta, pendiente, en curso, en progreso, en proceso, "
        "en espera, asignado, asignada, sin resolver, no resuelto, "
        "novo, nova, aberto, aberta, reaberto, reaberta, pendente, em andamento, em progresso, em espera, "
        "em atendimento, aguardando, atribuído, não resolvido"
    ),
    Standing(Status.RESOLVED.value, None): (
        "resolved, solved, closed, done, complete, completed, archived, fixed, cancelled, canceled, finished, "
        "gelöst, geloest, erledigt, geschlossen, abgeschlossen, beendet, fertig, behoben, "
        "résolu, résolue, fermé, fermée, clos, close, clôturé, clôturée, terminé, terminée, "
        "resuelto, resuelta, solucionado, solucionada, cerrado, cerrada, terminado, completado, "
        "resolvido, resolvida, solucionado, fechado, fechada, encerrado, encerrada, concluído, concluída, finalizado"
    ),
    Standing(None, Exclusion.SPAM.value): "spam, junk, suspended",
    Standing(
        None, Exclusion.DELETED.value
    ): "deleted, trash, trashed, removed, gelöscht, supprimé, supprimée, eliminado, eliminada, excluído, excluída",
    Standing(
        None, Exclusion.MERGED.value
    ): "merged, duplicate, duplicated, zusammengeführt, duplikat, fusionné, fusionnée, fusionado, mesclado",
    Standing(None, Exclusion.TEST.value): "test, testing",
}
STATUSES = {word.strip(): standing for standing, words in _STATUS_WORDS.items() for word in words.split(",")}
_BEFORE_A_STATUS = re.compile(r"(?:\(?[0-9]+\)?\s*[-–.:)]\s*)?(?:\w*status[\s.:]+)?")  # “1 - New”, “Status.Open”
_BETWEEN_PARTS = re.compile(r"\s+[-–—]\s+|\s*[:;,/()]\s*")
_LONGEST_STATUS = 3  # Words.
_NOT_IN_PARTS = Exclusion.TEST.value  # “In progress: testing” is no test.


def is_nothing(text: str) -> bool:
    """Whether the text, without spaces around it, is one of the ways in which exports write nothing."""
    return not text or (len(text) <= _LONGEST_NOTHING and text.lower() in _NOTHING)


def plain_line(text: str) -> str:
    """One line without characters that cannot be seen."""
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(line.translate(_REMOVED).split())


def label(text: str, longest: int = LONGEST_LABEL) -> str | None:
    """One line without control characters, cut at `longest`; None for nothing."""
    line = plain_line(text)
    return None if is_nothing(line) else line[:longest].rstrip()


def folded(text: str) -> str | None:
    """A label as it is compared: those that differ in case or spaces only are one. None for nothing."""
    spelling = label(text)
    return None if spelling is None else spelling.casefold()[:LONGEST_LABEL].rstrip()


_FOLDED = Memo(folded, _LABELS_KEPT)


def labels(texts: Sequence[str]) -> list[str | None]:
    """The texts as labels that can be compared, None for nothing."""
    return list(map(_FOLDED.__getitem__, texts))


def spellings(texts: Sequence[str]) -> dict[str, str]:
    """The labels as people write them, by the label that is compared; of several spellings, the smallest."""
    smallest: dict[str, str] = {}
    for text in set(texts):
        key, spelling = _FOLDED[text], label(text)
        if key is not None and spelling is not None:
            smallest[key] = min(spelling, smallest.get(key, spelling))
    return smallest


def subjects(texts: Sequence[str]) -> list[str | None]:
    """The texts as lines to be shown, None for nothing."""
    if not _are_plain_lines(texts):
        return [label(text, LONGEST_SUBJECT) for text in texts]
    # None of what `label` looks for can be true of these.
    return [text if _LONGEST_NOTHING < len(text) <= LONGEST_SUBJECT else label(text, LONGEST_SUBJECT) for text in texts]


def links(texts: Sequence[str]) -> list[str | None]:
    """The texts that may be shown as links, None for all others."""
    return [link(text) for text in texts]


def flags(texts: Sequence[str]) -> list[bool | None]:
    """Yes or no; None for nothing, and for what is neither."""
    return [_FLAGS.get(text.strip().lower()) for text in texts]


def link(text: str) -> str | None:
    """A web address that may be shown as a link, else None."""
    address = text.strip()
    safe = len(address) <= LONGEST_LINK and address.isprintable() and _LINK.fullmatch(address)
    return address if safe else None


def ticket_number(text: str) -> str:
    """The number as its help desk shows it, without the “.0” of a spreadsheet.

    Raises ValueError, with the reason in plain words, for what does not tell tickets apart.
    """
    if text.isalnum() and 8 < len(text) <= LONGEST_LABEL:
        return text  # Nearly all are: none of what follows can be true of them.
    number = label(text, LONGEST_LABEL + 1)
    if number is None:
        raise ValueError("no ticket number")
    if len(number) > LONGEST_LABEL:
        raise ValueError(f"ticket number of more than {LONGEST_LABEL} characters")
    if _SCIENTIFIC.fullmatch(number):
        raise ValueError("ticket number rounded by a spreadsheet")
    whole = _WHOLE_NUMBER.fullmatch(number)
    return whole[1] if whole else number


def ticket_numbers(texts: Sequence[str]) -> tuple[list[str | None], dict[int, str]]:
    """The ticket numbers, None for what does not tell tickets apart, and by place why it does not."""
    plain = _PLAIN_NUMBER.fullmatch  # None of what `ticket_number` looks for can be true of these.
    numbers = [text if plain(text) else None for text in texts]
    bad: dict[int, str] = {}
    if None in numbers:
        for place in [place for place, number in enumerate(numbers) if number is None]:
            try:
                numbers[place] = ticket_number(texts[place])
            except ValueError as error:
                bad[place] = str(error)
    return numbers, bad


@lru_cache(_LABELS_KEPT)
def standing(text: str) -> Standing | None:
    """What a status means; None if it is not known.

    “Closed with explanation”, “Pending - waiting for customer” and “1 - New” are what the known word in them is.
    """
    line = label(text.replace("_", " "))
    if line is None:
        return Standing(None, None)
    words = _BEFORE_A_STATUS.sub("", line.casefold(), count=1)
    if words in STATUSES:
        return STATUSES[words]
    parts = _BETWEEN_PARTS.split(words)
    known = [STATUSES[part] for part in parts if part in STATUSES]
    known.sort(key=lambda found: found.excluded is None)  # “Closed - duplicate” is a duplicate.
    return next((found for found in known if found.excluded != _NOT_IN_PARTS), None) or _beginning(parts[0])


def is_status(texts: Sequence[str]) -> float:
    """Which share of the different labels among the texts are known statuses."""
    different = spellings(texts).values()
    return sum(standing(spelling) is not None for spelling in different) / len(different) if different else 0.0


def _are_plain_lines(texts: Sequence[str]) -> bool:
    """Whether all characters can be seen, and all spaces are single ones between words."""
    together = "\n".join(texts)
    spaced = "  " in together or " \n" in together or "\n " in together or together[:1] == " " or together[-1:] == " "
    return not spaced and together.replace("\n", "").isprintable() and together.count("\n") == len(texts) - 1


def _beginning(words: str) -> Standing | None:
    """The status that some words begin with: “resolved by caller”. Of what counts nowhere, that is not enough."""
    split = words.split()
    for length in range(_LONGEST_STATUS, 0, -1):
        found = STATUSES.get(" ".join(split[:length]))
        if found is not None and found.status is not None:
            return found
    return None
