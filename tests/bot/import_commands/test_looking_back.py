"""What was wrong with a file, and taking its import back."""

from tests.bot.conftest import Kpibot


def test_problems_are_written_as_a_table_and_an_import_is_taken_back(kpibot: Kpibot) -> None:
    rows = ["1,2026-06-01 09:00,", "2,2026-06-01 09:00,", ",2026-06-01 09:00,", "3,2026-06-01 09:00,=1+1"]
    rows += [f"{number},2026-06-01 09:00,2026-06-02 09:0{number}" for number in range(4, 9)]
    (kpibot.folder / "june.csv").write_text("\n".join(["Ticket ID,Created at,Solved at", *rows]))
    kpibot.does("import", "june.csv")
    assert kpibot.does("problems").out.startswith("Import 1, june.csv: 2 to look at.\n")
    assert kpibot.does("problems", "1", "--csv", "problems.csv").out == "2 problems of import 1 are in problems.csv.\n"
    listed = (kpibot.folder / "problems.csv").read_text(encoding="utf-8-sig").splitlines()
    assert listed[0] == "import,row,column,value,why"
    assert listed[2].startswith("1,5,Solved at,'=1+1,")
    assert kpibot.refuses("problems", "--csv", "no/where.csv").startswith("no/where.csv cannot be written: ")
    assert kpibot.does("undo", "1").out == "Import 1 is undone: 8 tickets removed.\n"
