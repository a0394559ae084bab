"""What kpibot is made of: the review that `make check` does finds what is wrong."""

import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
REVIEW: dict[str, Any] = runpy.run_path(str(ROOT / "requirements" / "review.py"))


def test_nothing_is_wrong_with_what_is_shipped() -> None:
    assert list(REVIEW["complaints"](ROOT / "requirements" / "runtime.txt")) == []


def test_a_pin_without_a_hash_and_what_is_no_pin_are_found(tmp_path: Path) -> None:
    file = tmp_path / "runtime.txt"
    file.write_text(
        "# pins\nrich==15.0 \\\n    --hash=sha256:ab\n    # via kpibot\nno-such-package==1 ; os_name == 'nt'\n"
    )
    assert list(REVIEW["complaints"](file)) == ["runtime.txt: no-such-package has no hash."]
    with pytest.raises(SystemExit, match="This is no pin: rich>=15"):
        list(REVIEW["pins"](["rich>=15"]))


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND Zlib", True),
        ("LGPL-3.0-only", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-2.0-only", False),
        ("SSPL-1.0", False),
        ("", False),
    ],
)
def test_licences_are_agreed_on_one_by_one(said: str, allowed: bool) -> None:
    assert REVIEW["is_allowed"](said) is allowed
