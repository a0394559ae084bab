"""The settings: whether a file `.env` is read, and whether a name in it was mistyped."""

from pathlib import Path

from dotenv import dotenv_values
from rapidfuzz.distance import OSA

from bot.doctor.finding import Finding, fine, wrong
from bot.settings import Settings

NAME = "settings"
FILE = Path(".env")

# How alike a name has to be to one of ours to be taken for a slip: such a file may hold other programs' names as well.
LIKELY = 0.8


def check(settings: Settings) -> Finding:
    """What is in force; a misspelt name in `.env` would otherwise be passed over without a word."""
    if slips := _slips(set(dotenv_values(FILE)) if FILE.is_file() else set()):
        typed, meant = slips[0]
        return wrong(NAME, f"{typed} in {FILE} is no setting of kpibot.", f"Rename it to {meant}, or take it out.")
    where = f"from {FILE.resolve()} and the environment" if FILE.is_file() else f"from the environment; no {FILE} here"
    unset = "" if "timezone" in settings.model_fields_set else "TIMEZONE is not set: days begin at midnight in UTC."
    return fine(NAME, f"Read {where}. Time zone {settings.timezone}, Slack at {settings.slack_api_url}", unset)


def _slips(names: set[str]) -> list[tuple[str, str]]:
    """Names that are none of ours but nearly, each with the one that was meant."""
    known = {field.upper() for field in Settings.model_fields}
    found = []
    for name in sorted(names - known):
        meant = max(known, key=lambda each: OSA.normalized_similarity(name.upper(), each))
        if name.upper() not in known and OSA.normalized_similarity(name.upper(), meant) >= LIKELY:
            found.append((name, meant))
    return found
