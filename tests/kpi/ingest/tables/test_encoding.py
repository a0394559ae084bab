import codecs

import pytest

from kpi.ingest.tables.opening import open_table
from tests.kpi.ingest.conftest import WriteFile
from tests.kpi.ingest.tables.reading import rows

TEXT = "Id;Betreff\n1;Rückerstattung für Müller – „eilig“\n2;Größe ändern\n"
CELLS = {2: ["1", "Rückerstattung für Müller – „eilig“"], 3: ["2", "Größe ändern"]}


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf8_is_not_worth_a_word(write: WriteFile, mark: bytes) -> None:
    table = open_table(write(mark + TEXT.encode()))
    assert (rows(table), list(table.header), list(table.remarks)) == (CELLS, ["Id", "Betreff"], [])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_wide_letters_are_read_with_a_byte_order_mark_and_without(write: WriteFile, codec: str) -> None:
    table = open_table(write(TEXT.encode(codec)))
    assert (rows(table), table.header[0]) == (CELLS, "Id")
    assert table.remarks == [f"Its text is in {codec[:6].upper()}."]


@pytest.mark.parametrize("text", [
    TEXT,
    "Id;Objet\n1;Problème d'accès à l'écran\n2;déjà réglé, ça marche\n",
    "Id;Asunto\n1;¿Cuándo llegará mi pedido?\n2;Contraseña\n",
    "Id;Subject\n" + "1;hello\n" * 50 + "2;café\n",
])  # fmt: skip
def test_western_letters_are_read_and_the_guess_is_told(write: WriteFile, text: str) -> None:
    table = open_table(write(text.encode("cp1252")))
    assert list(rows(table).values()) == [line.split(";") for line in text.splitlines()[1:]]
    assert "read as cp1252" in table.remarks[0]


@pytest.mark.parametrize(("codec", "text"), [
    ("cp1250", "Id;Temat\n1;Zażółć gęślą jaźń\n2;Proszę o zwrot pieniędzy, dziękuję\n3;Hasło nie działa\n"),
    ("cp1251", "Id;Тема\n1;Возврат денег за заказ\n2;Не работает пароль\n3;Где мой заказ?\n"),
    ("cp932", "Id;件名\n1;パスワードを忘れました\n2;注文はどこですか\n"),
])  # fmt: skip
def test_other_letters_are_found_by_what_is_likely(write: WriteFile, codec: str, text: str) -> None:
    table = open_table(write(text.encode(codec)))
    assert list(rows(table).values()) == [line.split(";") for line in text.splitlines()[1:]]
    assert f"read as {codec}" in table.remarks[0]


def test_one_letter_far_down_in_the_file_tells_the_encoding(write: WriteFile) -> None:
    lines = ["Id,Created,Subject", *["3,2026-06-03,plain text"] * 80_000, "4,2026-06-04,café au lait"]
    table = open_table(write("\n".join(lines).encode("cp1252")))
    assert rows(table)[80_002][2] == "café au lait"


def test_utf8_with_a_letter_cut_in_two_stays_utf8(write: WriteFile) -> None:
    table = open_table(write(("Id,Subject\n" + "1,Grüße aus Köln\n" * 50).encode() + b"2,cut \xc3\n3,ok\n"))
    assert rows(table)[2] == ["1", "Grüße aus Köln"]
    assert rows(table)[52] == ["2", "cut \ufffd"]
    assert "damaged" in table.remarks[0]


def test_utf16_json_is_read(write: WriteFile) -> None:
    table = open_table(write('[{"id": 1, "subject": "Größe"}]'.encode("utf-16"), name="t.json"))
    assert (rows(table), table.format) == ({1: ["1", "Größe"]}, "json")
