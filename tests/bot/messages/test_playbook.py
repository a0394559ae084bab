"""The playbook as it comes with the bot, and with a team's own files."""

from pathlib import Path

import pytest

from bot.messages.playbook import playbook
from kpi.catalogue import KPIS, SELF_SERVICE_RATE, Kpi
from kpi.errors import ConfigurationError
from kpi.review.evidence import FIGURES, Evidence
from kpi.review.evidence.kinds import ALWAYS
from kpi.review.playbook import Step

NAMES = ("intent", "channel", "team", "top_intent")
PLAUSIBLE = dict.fromkeys(FIGURES, "1,234 EUR") | dict.fromkeys(NAMES, "a name of forty characters, not one more")
BROUGHT_BY = {
    Evidence.OUTSIDE_HOURS: {"arrivals", "closed_arrivals"},
    Evidence.INSIDE_HOURS: {"arrivals", "closed_arrivals"},
    Evidence.PEAK: {"busy_hours", "busy_arrivals", "busy_replies"},
    Evidence.WAITING: {"waiting"},
    Evidence.CHANNEL: {"channel", "place", "without", "share"},
    Evidence.INTENT: {"intent", "place", "without", "share", "missed"},
    Evidence.TEAM: {"team", "place", "without", "share"},
    Evidence.LANGUAGE: {"language", "place", "without", "share"},
    Evidence.NEW: {"intent", "count", "total", "share", "usual", "since"},
    Evidence.OLD: {"intent", "count", "total", "share", "usual"},
    Evidence.ONE_CHANNEL: {"channel", "in_channel"},
    Evidence.LEVER: {"top_intent", "top_count", "top_intents"},
    Evidence.HANDED_OVER: {"handed_over", "bot_answered"},
    Evidence.SLOW_REPLIES: {"first_reply"},
    Evidence.REOPENED: {"reopened", "resolved"},
    Evidence.OLD_BACKLOG: {"old_open"},
    Evidence.LONG_TAIL: {"closed_old", "mean", "slowest"},
    Evidence.GIVEN_UP: {"inquiries", "gave_up", "contacted"},
}
"""The figures that are known wherever there is such evidence."""

OFTEN = {"top_intent", "top_count", "top_intents", "had_days", "by_bot", "by_person", "left_open"} | {
    *("each_by_person", "each_by_bot", "inquiries", "contacted")
}
"""Those that steps may name without evidence: they are passed over in the few weeks in which these are not known."""

EVERY = [pytest.param(step, id=f"{kpi.key}: {step.key}") for kpi in KPIS for step in playbook(None).steps(kpi)]


@pytest.mark.parametrize("step", EVERY)
def test_every_step_is_a_sentence_with_figures_that_its_evidence_brings(step: Step) -> None:
    text = step.filled(PLAUSIBLE)
    assert text[0].isupper() or text.startswith(("“", "1,234"))
    assert text.endswith((".", "?", "!"))
    assert not set(text) & set("{}<>*_`~")
    assert len(text) <= 400
    known = set(ALWAYS) | OFTEN
    for kind in step.evidence:
        known |= BROUGHT_BY.get(Evidence(kind), set())
    assert step.figures <= known


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_every_kpi_has_four_steps_that_fit_whatever_is_known(kpi: Kpi) -> None:
    rows: tuple[frozenset[str], ...] = (frozenset(),)
    if kpi.key == "first_response_time":
        rows = (frozenset(("person",)), frozenset(("bot",)))
    for row in rows:
        fitting = [each for each in playbook(None).steps(kpi) if each.evidence == row and each.figures <= ALWAYS]
        assert len(fitting) >= 4


def test_a_teams_own_file_stands_in_place_of_the_packages(tmp_path: Path) -> None:
    own = "\n".join(f'[[step]]\nkey = "step_{number}"\ntext = "Do number {number}."' for number in range(4))
    (tmp_path / "playbook").mkdir()
    (tmp_path / "playbook" / "self_service_rate.toml").write_text(own, encoding="utf-8")
    found = playbook(tmp_path)
    assert [step.text for step in found.steps(SELF_SERVICE_RATE)][:2] == ["Do number 0.", "Do number 1."]
    assert found.steps(KPIS[0]) == playbook(None).steps(KPIS[0])


def test_a_folder_without_a_playbook_leaves_the_packages(tmp_path: Path) -> None:
    assert playbook(tmp_path) == playbook(None)


def test_a_mistake_in_a_teams_own_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "playbook").mkdir()
    own = tmp_path / "playbook" / "csat.toml"
    own.write_text('[[step]]\nkey = "ask"\ntext = "Ask {custmers}."', encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        playbook(tmp_path)
    assert caught.value.sentence.startswith("playbook/csat.toml: step 1 (ask) names {custmers}, which is no figure.")
    own.write_bytes(b'[[step]]\nkey = "ask"\ntext = "Fragt zur\xfcck"')
    with pytest.raises(ConfigurationError, match="cannot be read as a text in UTF-8"):
        playbook(tmp_path)
