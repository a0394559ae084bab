"""`kpibot config`, run as people run it."""

import getpass

from tests.bot.conftest import Kpibot
from tests.support.past_the_program import change

WHO = f"terminal ({getpass.getuser()})"


def value(kpibot: Kpibot, name: str, **settings: str) -> str:
    """The line of the list: the value, and where it comes from."""
    lines = kpibot.does("config", "list", COLUMNS="200", **settings).out.splitlines()
    return next(" ".join(line.split()[1:]) for line in lines if line.startswith(f"{name} "))


def test_the_list_says_where_each_value_comes_from(kpibot: Kpibot) -> None:
    assert value(kpibot, "zone") == "UTC default"
    assert value(kpibot, "zone", TIMEZONE="Asia/Tokyo") == "Asia/Tokyo environment (TIMEZONE)"
    kpibot.does("config", "set", "zone", "Europe/Berlin")
    assert value(kpibot, "zone", TIMEZONE="Asia/Tokyo").startswith(f"Europe/Berlin {WHO}, ")
    assert kpibot.does("config").out == kpibot.does("config", "list").out


def test_a_change_is_told_from_what_to_what_and_that_it_restates(kpibot: Kpibot) -> None:
    assert kpibot.does("config", "set", "zone", "Europe/Berlin").out.splitlines() == [
        "zone: UTC → Europe/Berlin",
        "Past periods are counted anew: their numbers may change.",
        "No figure of the last seven days has moved.",
    ]
    assert kpibot.does("config", "set", "target.csat", "85").out == "target.csat: 80 %, bad 70 % → 85 %, bad 75 %\n"
    assert kpibot.does("config", "set", "zone", "Europe/Berlin").out == "zone is as it was: Europe/Berlin\n"
    said = kpibot.does("config", "set", "target.csat", "default").out
    assert said == "target.csat: 85 %, bad 75 % → 80 %, bad 70 %\n"


def test_hours_with_holidays_are_told_as_two_settings(kpibot: Kpibot) -> None:
    said = kpibot.does("config", "set", "hours", "mon-fri", "9-17,", "holidays", "of", "DE-BY").out.splitlines()
    assert said[0] == "holidays: none → DE-BY"
    assert said[1].endswith("→ Mon–Fri 09:00–17:00")
    assert value(kpibot, "hours").startswith(f"Mon–Fri 09:00–17:00 {WHO}")


def test_the_shells_quotes_and_minus_signs_reach_the_setting(kpibot: Kpibot) -> None:
    kpibot.does("config", "set", "target.csat", "channel:Live chat", "85")
    assert "target.csat channel:live chat: 85 %" in kpibot.does("config", "get", "target.csat", "channel:Live chat").out
    assert kpibot.does("config", "set", "target.nps", "-10").out == "target.nps: its own usual → -10, bad -40\n"


def test_get_says_what_it_means_and_how_to_change_it(kpibot: Kpibot) -> None:
    found, means, line = kpibot.does("config", "get", "target.frt.bot").out.splitlines()
    assert found == "target.first_response_time.bot: 5 min, bad 30 min (default)"
    assert means == "First response time, by the bot: at most this."
    kpibot.does(*line.removeprefix("To change it: kpibot ").split())


def test_the_history_has_settings_costs_and_notes(kpibot: Kpibot) -> None:
    assert "Nothing was changed yet." in kpibot.does("config", "history").out
    kpibot.does("config", "set", "currency", "USD")
    kpibot.does("costs", "add", "350", "training", "in", "2026-03")
    kpibot.does("note", "21", "July", "2026", "release 4.2")
    lines = kpibot.does("config", "history", COLUMNS="200").out.splitlines()
    told = [line.split(WHO)[1].strip() for line in lines[1:]]
    assert told == [
        "note 1: 21 July 2026: release 4.2",
        "cost 1: 350 USD in all for training in March 2026",
        "currency: default → USD",
    ]


def test_what_cannot_be_set_is_told_with_lines_that_work(kpibot: Kpibot) -> None:
    sentence, line = kpibot.refuses("config", "set", "zone", "Berlin").splitlines()
    assert sentence == "“Berlin” is not a time zone; it has to be an IANA name, never a fixed offset."
    assert line == "Try: kpibot config set zone Europe/Berlin"
    kpibot.does(*line.removeprefix("Try: kpibot ").split())


def test_the_history_tells_one_kind_alone_and_where_the_earlier_ones_are(kpibot: Kpibot) -> None:
    kpibot.does("config", "set", "currency", "USD")
    row = "INSERT INTO setting_change (key, at, who, new) VALUES (:key, 0, 'Ann', '\"Note\"')"
    change(kpibot.address, row, [{"key": f"note {number}"} for number in range(60)])
    told = kpibot.does("config", "history").out.splitlines()
    assert told[-1].startswith("There are earlier ones: kpibot config history before ")
    earlier = kpibot.does(*told[-1].partition(": kpibot ")[2].split()).out
    assert "currency: default → USD" in earlier
    assert "There are earlier ones" not in earlier
    assert len(kpibot.does("config", "history", "settings").out.splitlines()) == 2
    assert "None of the targets was changed yet." in kpibot.does("config", "history", "targets").out
    assert "kpibot config history targets" in kpibot.refuses("config", "history", "banana")


def test_a_setting_that_cannot_be_used_is_listed_and_taken_back(kpibot: Kpibot) -> None:
    kpibot.does("config", "list")
    change(kpibot.address, "INSERT INTO setting (key, value, who, at) VALUES ('zone', '\"Moon/Tycho\"', 'Ann', 0)")
    assert value(kpibot, "zone").startswith("cannot be used (“Moon/Tycho” is not a time zone")
    assert kpibot.does("config", "set", "zone", "default").out.splitlines()[1:] == [
        "Past periods are counted anew: their numbers may change."
    ]
    assert value(kpibot, "zone") == "UTC default"
