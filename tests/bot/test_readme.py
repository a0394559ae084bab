"""The README's own lines, run as they stand there, in its order."""

import re
import shlex
import shutil

from tests.bot.conftest import ROOT, TICKETS, Kpibot

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [
    shlex.split(line, comments=True)
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def test_each_line_does_what_it_says_or_what_is_missing(kpibot: Kpibot) -> None:
    shutil.copy(TICKETS, kpibot.folder / "export.csv")
    said = {words[1]: kpibot.run(*words[1:]) for words in LINES if words[0] == ".venv/bin/kpibot"}
    assert said.keys() == {"import", "ask", "doctor", "serve"}
    assert (said["import"].status, said["ask"].status) == (0, 0)
    assert "added" in said["import"].said
    assert said["ask"].said.startswith("CSAT")
    assert all(said[verb].status == 2 for verb in ("doctor", "serve"))  # the tokens are missing
    assert "To mend: Slack." in said["doctor"].said
    assert "SLACK_BOT_TOKEN" in said["serve"].err
    assert kpibot.does("undo", "1").out


def test_the_rest_is_for_make() -> None:
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    others = [words for words in LINES if words[0] != ".venv/bin/kpibot"]
    assert others == [["make", "demo"], ["make", "test"]]
    assert all(re.search(rf"^{target}:", targets, re.MULTILINE) for _, target in others)


def test_its_picture_is_there_and_no_larger_than_it_has_to_be() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all(0 < (ROOT / each).stat().st_size <= 400_000 for each in pictures)
