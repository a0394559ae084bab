from kpi.ingest.merging.labels import keep_spellings
from kpi.model import Label
from kpi.store import Store
from tests.kpi.ingest.imports import contents


def spelt(store: Store, field: str, spellings: dict[str, str]) -> None:
    with store.writing() as connection:
        keep_spellings(connection, field, spellings)


def test_of_several_spellings_the_first_in_their_order_stays(store: Store) -> None:
    spelt(store, "intent", {"password reset": "Password reset", "refund": "refund"})
    spelt(store, "intent", {"password reset": "password reset", "refund": "Refund", "login": "Login"})
    spelt(store, "team", {"refund": "REFUND"})
    spelt(store, "team", {})
    assert [tuple(row.values()) for row in contents(store, Label)["label"]] == [
        ("intent", "login", "Login"),
        ("intent", "password reset", "Password reset"),
        ("intent", "refund", "Refund"),
        ("team", "refund", "REFUND"),
    ]
