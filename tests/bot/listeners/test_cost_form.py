"""What somebody filled into the form for a cost."""

from datetime import date
from typing import Any

import pytest

from bot.listeners.cost_form import CostForm
from bot.listeners.submitting import FormError
from kpi.team.costs import NewCost


def filled(**inputs: Any) -> CostForm:
    """As Slack tells it: an entry of another kind for each kind of input, and None where nothing was filled in."""
    given = {"amount": "12,400", "category": "agents", "spread": "monthly", "first_day": "2026-07-01"} | inputs
    kinds = {"category": "selected_option", "spread": "selected_option", "first_day": "selected_date"}
    kinds |= {"last_day": "selected_date"}
    values = {}
    for name in ("amount", "category", "spread", "first_day", "last_day", "note"):
        value = given.get(name)
        is_choice = kinds.get(name) == "selected_option" and value is not None
        values[name] = {"value": {"type": "…", kinds.get(name, "value"): {"value": value} if is_choice else value}}
    return CostForm.read({"values": values})


@pytest.mark.parametrize(
    ("form", "cost"),
    [
        (filled(), NewCost(date(2026, 7, 1), None, "agents", 1_240_000, monthly=True)),
        (
            filled(amount="€ 350,50", spread="in_all", last_day="2026-07-31", note=" two\n days "),
            NewCost(date(2026, 7, 1), date(2026, 7, 31), "agents", 35_050, monthly=False, note="two days"),
        ),
        (
            filled(last_day="2026-12-31"),
            NewCost(date(2026, 7, 1), date(2026, 12, 31), "agents", 1_240_000, monthly=True),
        ),
    ],
)
def test_it_is_read_as_a_cost(form: CostForm, cost: NewCost) -> None:
    assert form.cost("EUR") == cost


@pytest.mark.parametrize(
    ("inputs", "problems"),
    [
        ({"amount": "=1+1"}, {"amount": "“=1+1” is not an amount."}),
        ({"amount": "$ 5"}, {"amount": "Costs are kept in EUR, and that is an amount in USD."}),
        ({"amount": "-5"}, {"amount": "“-5” is a negative amount."}),
        ({"last_day": "2026-06-30"}, {"last_day": "That is before the first day."}),
        ({"spread": "in_all"}, {"last_day": "An amount in all needs a last day."}),
        ({"category": "bribes"}, {"category": "Choose what it is for."}),
        ({"first_day": "soon"}, {"first_day": "Choose a day."}),
        ({"note": "x" * 3000}, {"note": "A note has at most 200 characters, and this one has 3000."}),
        ({"amount": None, "first_day": None}, {"amount": "“” is not an amount.", "first_day": "Choose a day."}),
    ],
)
def test_what_is_wrong_is_said_of_each_field(inputs: dict[str, Any], problems: dict[str, str]) -> None:
    with pytest.raises(FormError) as caught:
        filled(**inputs).cost("EUR")
    assert caught.value.problems == problems
