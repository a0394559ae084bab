import pytest
from slack_sdk import WebClient

from tests.bot.playground.web_api.asking import ADA, BEN, BOT, LEADERSHIP, MIA, error
from tests.bot.playground.web_api.conftest import Served


def test_a_person_is_described(client: WebClient) -> None:
    ada = client.users_info(user=ADA)["user"]
    assert (ada["name"], ada["real_name"], ada["profile"]["title"]) == ("ada", "Ada Okafor", "Support lead")
    assert (ada["is_admin"], ada["is_owner"], ada["is_bot"]) == (True, False, False)
    assert (ada["tz"], ada["tz_offset"]) == ("Europe/London", 0)
    assert "locale" not in ada
    assert client.users_info(user=ADA, include_locale=True)["user"]["locale"] == "en-GB"


def test_the_bot_is_a_user_too(client: WebClient) -> None:
    bot = client.users_info(user=BOT)["user"]
    assert (bot["is_bot"], bot["profile"]["bot_id"]) == (True, "B0KPIBOT01")


def test_somebody_unknown_is_not_found(client: WebClient) -> None:
    assert error(client.users_info, user="U0NOBODY") == "user_not_found"
    assert error(client.users_conversations, user="U0NOBODY") == "user_not_found"


def test_everybody_is_listed_at_once_or_page_by_page(client: WebClient) -> None:
    assert [user["id"] for user in client.users_list()["members"]] == [ADA, BEN, MIA, BOT]
    pages = [[user["id"] for user in page["members"]] for page in client.users_list(limit=3)]
    assert pages == [[ADA, BEN, MIA], [BOT]]


def test_a_page_that_is_not_there_cannot_be_asked_for(client: WebClient) -> None:
    assert error(client.users_list, limit=3, cursor="bm9uc2Vuc2U=") == "invalid_cursor"
    assert error(client.users_list, limit=3, cursor="%%%") == "invalid_cursor"
    assert error(client.users_list, limit=3, cursor="bmV4dDpVME5PQk9EWQ==") == "invalid_cursor"
    assert error(client.users_list, limit="many") == "invalid_limit"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["support", "founders", "old-project"]),
        ({"exclude_archived": True}, ["support", "founders"]),
        ({"user": ADA, "exclude_archived": True}, ["support", "founders", "random"]),
    ],
)
def test_the_conversations_of_somebody_are_listed(
    client: WebClient, asked: dict[str, object], names: list[str]
) -> None:
    answer = client.users_conversations(**asked)  # type: ignore[arg-type]
    assert [channel["name"] for channel in answer["channels"]] == names


def test_private_conversations_are_listed_only_where_the_bot_is_a_member(slack: Served, client: WebClient) -> None:
    def listed() -> list[str]:
        return [each["id"] for each in client.users_conversations(user=ADA, types="private_channel,im")["channels"]]

    assert listed() == ["D0ADA00001"]
    slack.workspace.join(slack.channel("leadership"), BOT)
    assert listed() == [LEADERSHIP, "D0ADA00001"]
