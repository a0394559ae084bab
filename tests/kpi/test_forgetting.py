"""What a team no longer keeps is deleted, wherever it is, and however often that is broken off."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from kpi import forgetting
from kpi.grammar.errors import QuestionError
from kpi.ingest.history.undo import undo
from kpi.ingest.importing import carry_out, import_file
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.plan import inspect
from kpi.model import BeforeImage, Label, Ticket, table
from kpi.store import Store
from kpi.team.settings import TeamSettings, change, read
from kpi.team.typed_settings import to_set
from tests.support.tickets import BERLIN, add, at, ticket

TICKET, IMAGE, LABEL = table(Ticket), table(BeforeImage), table(Label)
NOW = at("Mon 27 Jul 2026 09:30")


def say(store: Store, line: str) -> None:
    with store.writing() as connection:
        change(connection, *to_set(connection, line), "Ada Okafor", NOW)


def team(store: Store) -> TeamSettings:
    with store.reading() as connection:
        return read(connection, BERLIN)


def subjects(store: Store) -> list[str | None]:
    with store.reading() as connection:
        return list(connection.scalars(select(TICKET.c.subject).order_by(TICKET.c.source, TICKET.c.external_id)))


def images(store: Store) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return list(connection.scalars(select(IMAGE.c.image)))


def export(folder: Path, state: str, updated: str) -> Path:
    file = folder / "desk.csv"
    rows = (f"T-{number},2026-07-20 09:00,{updated},{state},Where is order {number}?" for number in range(3))
    file.write_text("\n".join(("Ticket ID,Created at,Updated at,Status,Subject", *rows)) + "\n")
    return file


def bring_in(store: Store, file: Path) -> int:
    options = Options(BERLIN, NOW, source="desk", accept=True, not_kept=team(store).not_kept)
    return import_file(store, file, options).number


def test_turning_subjects_off_deletes_them_from_tickets_and_from_the_images_of_imports(
    any_store: Store, tmp_path: Path
) -> None:
    bring_in(any_store, export(tmp_path, "open", "2026-07-20 10:00"))
    later = bring_in(any_store, export(tmp_path, "solved", "2026-07-21 10:00"))
    assert {image["subject"] for image in images(any_store)} == {f"Where is order {number}?" for number in range(3)}
    say(any_store, "subjects off delete")
    forgetting.finish(any_store)
    assert subjects(any_store) == [None, None, None]
    assert not any("subject" in image for image in images(any_store))
    undo(any_store, later, NOW)
    assert subjects(any_store) == [None, None, None], "not even what is taken back brings them back"


def test_it_has_to_be_said_that_something_is_to_be_deleted(store: Store) -> None:
    say(store, "subjects off")
    say(store, "subjects default")
    add(store, "desk", ticket(subject="Where is my order?"))
    with pytest.raises(QuestionError) as refused:
        say(store, "subjects off")
    assert refused.value.sentence == "That deletes the subjects that are kept, for good."
    assert refused.value.lines == ("config set subjects off delete",)
    assert team(store).keeps_subjects
    say(store, refused.value.lines[0].removeprefix("config set "))
    assert not team(store).keeps_subjects


def test_what_is_broken_off_half_way_goes_on_from_there(any_store: Store) -> None:
    add(any_store, "desk", *(ticket(external_id=f"T-{number}", subject="Help") for number in range(5)))
    say(any_store, "subjects off delete")
    assert forgetting.step(any_store, 2)
    assert subjects(any_store) == [None, None, "Help", "Help", "Help"]
    forgetting.finish(any_store)
    assert subjects(any_store) == [None] * 5
    assert not forgetting.step(any_store), "nothing is left to do"


def test_others_write_between_its_steps(store: Store) -> None:
    add(store, "desk", *(ticket(external_id=f"T-{number}", subject="Help") for number in range(5)))
    say(store, "subjects off delete")
    rests: list[float] = []

    def rest(seconds: float) -> None:
        say(store, f"currency {('USD', 'EUR')[len(rests) % 2]}")
        rests.append(seconds)

    forgetting.finish(store, rest=rest)
    assert subjects(store) == [None] * 5
    assert rests
    assert all(seconds > 0 for seconds in rests)


def test_who_keeps_them_again_half_way_keeps_the_rest(store: Store) -> None:
    add(store, "desk", *(ticket(external_id=f"T-{number}", subject="Help") for number in range(3)))
    say(store, "subjects off delete")
    forgetting.step(store, 2)
    say(store, "subjects on")
    forgetting.finish(store)
    assert subjects(store) == [None, None, "Help"]


def test_imports_leave_out_what_is_not_kept_and_say_so(store: Store, tmp_path: Path) -> None:
    say(store, "subjects off")
    file = export(tmp_path, "open", "2026-07-20 10:00")
    plan = inspect(file, Options(BERLIN, NOW, source="desk", not_kept=team(store).not_kept))
    assert "“Subject” is left out: your team does not keep subjects." in plan.remarks
    assert "subject" not in plan.fields
    carry_out(plan, store)
    assert subjects(store) == [None, None, None]


def test_what_is_kept_again_comes_back_with_the_next_import(store: Store, tmp_path: Path) -> None:
    file = export(tmp_path, "open", "2026-07-20 10:00")
    bring_in(store, file)
    say(store, "subjects off delete")
    forgetting.finish(store)
    say(store, "subjects on")
    bring_in(store, file)
    assert subjects(store) == [f"Where is order {number}?" for number in range(3)]


def test_an_import_that_ran_meanwhile_leaves_none_behind(store: Store, tmp_path: Path) -> None:
    plan = inspect(export(tmp_path, "open", "2026-07-20 10:00"), Options(BERLIN, NOW, source="desk", accept=True))
    say(store, "subjects off")
    forgetting.finish(store)
    carry_out(plan, store)
    forgetting.finish(store)
    assert subjects(store) == [None, None, None]


def test_assignees_are_deleted_with_their_names(store: Store) -> None:
    say(store, "assignees on")
    add(store, "desk", ticket(assignee="ada okafor"))
    with store.writing() as connection:
        connection.execute(insert(LABEL).values(field="assignee", folded="ada okafor", spelling="Ada Okafor"))
    say(store, "assignees default delete")
    forgetting.finish(store)
    with store.reading() as connection:
        assert connection.scalars(select(TICKET.c.assignee)).all() == [None]
        assert connection.scalars(select(LABEL.c.spelling).where(LABEL.c.field == "assignee")).all() == []
