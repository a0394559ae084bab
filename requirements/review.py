"""Reviews what kpibot is made of: every pin has hashes, and every package a licence that goes with kpibot's own.

`python requirements/review.py` says what is wrong, and fails. Known weaknesses are not looked up: that needs a service
(`pip-audit -r requirements/runtime.txt`, where the internet is).
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

FOLDER = Path(__file__).parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==[^ ;\\]+(?:\s*;\s*([^\\]*?))?\s*\\?$")
HASH = "--hash=sha256:"

ALLOWED = re.compile(
    r"Apache|0?BSD|CC0|ISC|MIT|PSF|Python Software Foundation|Zlib"
    r"|MPL|Mozilla Public"  # their files stay under it, and ours do not come under it
    r"|LGPL|Lesser General"  # psycopg and pygal are used as they are
)


def pins(lines: list[str]) -> Iterator[tuple[str, int]]:
    """Each pinned package of a file of requirements, and how many hashes it has."""
    name, hashes = "", 0
    for line in lines:
        if found := PIN.match(line):
            if name:
                yield name, hashes
            name, hashes = found[1], 0
        elif line.strip().startswith(HASH):
            hashes += 1
        elif line and not line.startswith((" ", "#")):
            raise SystemExit(f"This is no pin: {line}")
    if name:
        yield name, hashes


def licence(package: Distribution) -> str:
    """What a package says of its licence: an expression, else its classifiers, else a line of text."""
    told = package.metadata
    classified = [
        each.rpartition(" :: ")[2] for each in told.get_all("Classifier", []) if each.startswith("License ::")
    ]
    written = (told.get("License") or "").strip().partition("\n")[0]
    return str(told.get("License-Expression") or ", ".join(classified) or written)


def is_allowed(said: str) -> bool:
    """Of a choice ("MIT OR GPL-2.0") one is enough; of several at once, all have to be."""
    return any(all(map(ALLOWED.search, re.split(r"\bAND\b|,", choice))) for choice in re.split(r"\bOR\b", said))


def complaints(file: Path) -> Iterator[str]:
    """What is wrong with the packages of a file; those for other systems or Pythons are not here to be asked."""
    for name, hashes in pins(file.read_text(encoding="utf-8").splitlines()):
        if not hashes:
            yield f"{file.name}: {name} has no hash."
        try:
            said = licence(distribution(name))
        except PackageNotFoundError:
            continue
        if not is_allowed(said):
            yield f"{file.name}: {name} has the licence “{said}”, which is not among those that were agreed on."


def main() -> None:
    """Of what is shipped the licences count; of what only developers use, the hashes do as well."""
    found = list(complaints(FOLDER / "runtime.txt"))
    for name in ("dev.txt", "bench.txt"):
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        found += [f"{name}: {package} has no hash." for package, hashes in pins(lines) if not hashes]
    if found:
        raise SystemExit("\n".join(found))
    sys.stdout.write("All pins have hashes, and what is shipped has licences that were agreed on.\n")


if __name__ == "__main__":
    main()
