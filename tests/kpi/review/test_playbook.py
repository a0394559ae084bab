"""What is said of a playbook that has a mistake."""

from pathlib import Path

import pytest

from kpi.catalogue import CSAT, KPIS
from kpi.errors import ConfigurationError
from kpi.review.evidence import FIGURES, Evidence
from kpi.review.evidence.kinds import MEANINGS
from kpi.review.playbook import load

DOCS = Path(__file__).parents[3] / "docs" / "reviews.md"

STEPS = """
[[step]]
key = "one"
text = "Read ten of {counted}."

[[step]]
key = "two"
evidence = ["intent"]
text = "Begin with “{intent}”: {value} against {without}."

[[step]]
key = "three"
text = "Ask {reopened} customers, with {{braces}}."

[[step]]
key = "four"
text = "Do it again."
"""
REPLIES = """
[[step]]
key = "one"
evidence = ["person"]
text = "Look more often."

[[step]]
key = "two"
evidence = ["person", "peak"]
text = "Be there on {busy_hours}."

[[step]]
key = "bot_three"
evidence = ["bot"]
text = "Look at the bot."

[[step]]
key = "bot_four"
evidence = ["bot", "channel"]
text = "Look at {channel}."
"""


def files(csat: str = STEPS, replies: str = REPLIES, **more: str) -> dict[str, str]:
    return {kpi.key: STEPS for kpi in KPIS} | {"csat": csat, "first_response_time": replies} | more


def said(**told: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(files(**told))
    assert caught.value.hint.startswith("docs/reviews.md")
    return caught.value.sentence


def test_steps_are_in_the_files_order_with_their_evidence_and_figures() -> None:
    steps = load(files()).steps(CSAT)
    assert [step.key for step in steps] == ["one", "two", "three", "four"]
    assert steps[1].evidence == {Evidence.INTENT}
    assert steps[1].figures == {"intent", "value", "without"}
    assert steps[2].filled({"reopened": "7"}) == "Ask 7 customers, with {braces}."


def test_a_label_that_looks_like_a_figure_stays_as_it_is() -> None:
    step = load(files()).steps(CSAT)[1]
    filled = step.filled({"intent": "{value} {0}", "value": "72 %", "without": "83 %"})
    assert filled == "Begin with “{value} {0}”: 72 % against 83 %."


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("{counted}", "{conted}", "step 1 (one) names {conted}, which is no figure. Did you mean “counted”?"),
        ("{counted}", "{counted!r}", "step 1 (one) names {counted}, which is no figure. Did you mean “counted”?"),
        ("{counted}", "{counted.__class__}", "step 1 (one) names {counted.__class__}, which is no figure."),
        ("{counted}", "{}", "step 1 (one) names {}, which is no figure."),
        ("{counted}", "{counted", "step 1 (one) has a brace too many or too few"),
        ('["intent"]', '["intnt"]', "asks for the evidence “intnt”, which is none. Did you mean “intent”?"),
        ('["intent"]', '"intent"', "step 2 (two): write its evidence as a list"),
        ('key = "two"', 'key = "one"', "playbook/csat.toml has two steps with the key one."),
        ('key = "two"', 'key = "Zwei!"', "step 2 (Zwei!) needs a key of 2 to 40 small letters"),
        ('key = "two"', "", "step 2 needs a key"),
        ('text = "Do it again."', "", "step 4 (four) needs a text."),
        ('text = "Do it again."', f'text = "{"x" * 401}"', "has a text of 401 characters, where 400 are the most."),
        ('text = "Do it again."', 'txt = "Do it again."', "step 4 (four) has “txt”. Did you mean “text”?"),
        ("[[step]]", "[step]", "playbook/csat.toml is no TOML"),
        ('key = "one"', "key = one", "playbook/csat.toml is no TOML"),
        ("[[step]]", "[[steps]]", "has “steps”: it takes nothing but steps, each under [[step]]."),
    ],
)
def test_a_mistake_is_named_with_its_place(wrong: str, right: str, sentence: str) -> None:
    assert sentence in said(csat=STEPS.replace(wrong, right))
    assert said(csat=STEPS.replace(wrong, right)).startswith("playbook/csat.toml")


def test_fewer_than_four_steps_are_too_few() -> None:
    three = STEPS[: STEPS.rindex("[[step]]")]
    assert said(csat=three) == "playbook/csat.toml has 3 steps, where at least 4 are needed."
    assert said(csat="") == "playbook/csat.toml has 0 steps, where at least 4 are needed."


def test_some_step_has_to_fit_whatever_is_known() -> None:
    unsure = STEPS.replace("Do it again.", "{reopened}").replace("{counted}", "{reopened}")
    assert said(csat=unsure).startswith("playbook/csat.toml needs a step without evidence that names no figures but ")
    assert "with nothing but “bot” as evidence" in said(replies=REPLIES.replace("at the bot", "at {channel}"))


def test_steps_for_first_replies_say_whose() -> None:
    assert "needs either “person” or “bot”" in said(replies=REPLIES.replace('["person", "peak"]', '["peak"]'))
    assert "those for the bot's replies, and no others, begin with bot_" in said(
        replies=REPLIES.replace("bot_four", "four")
    )


def test_a_file_for_no_kpi_and_one_that_lacks_are_named() -> None:
    assert said(cst=STEPS) == "playbook/cst.toml is for no KPI. Did you mean “csat”?"
    lacking = files()
    del lacking["nps"]
    with pytest.raises(ConfigurationError, match=r"no file playbook/nps\.toml"):
        load(lacking)


def test_every_kind_of_evidence_and_every_figure_is_in_the_documentation() -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert [kind for kind in Evidence if f"| `{kind}` | {MEANINGS[kind]} |" not in page] == []
    assert [name for name, told in FIGURES.items() if f"| `{{{name}}}` | {told} |" not in page] == []


def test_the_example_of_the_documentation_is_a_playbook() -> None:
    example = DOCS.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]
    more = "".join(f'[[step]]\nkey = "more_{number}"\ntext = "More."\n' for number in range(2))
    assert len(load(files(csat=example + more)).steps(CSAT)) == 4
