import pytest
from slack_bolt import Ack
from slack_sdk.webhook import WebhookClient

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock, Connect, Json, actions, button, section
from tests.support.local_slack import Person


@pytest.fixture
def urls(connect: Connect, ada: Person) -> list[str]:
    """The response URLs that the bot has got, after Ada has typed a command and was offered a button."""
    urls: list[str] = []

    def kpi(ack: Ack, command: Json) -> None:
        urls.append(command["response_url"])
        ack(text="first", blocks=[actions(button("More", "more"))])

    def more(ack: Ack, body: Json) -> None:
        urls.append(body["response_url"])
        ack()

    connect(kpi=kpi, more=more)
    ada.types("/kpi csat")
    return urls


@pytest.fixture
def after_command(urls: list[str]) -> WebhookClient:
    return WebhookClient(urls[0])


@pytest.fixture
def after_press(urls: list[str], ada: Person) -> WebhookClient:
    ada.presses(ada.waits_for("More"), "More")
    return WebhookClient(urls[1])


def texts(person: Person) -> list[str]:
    return [message.text for message in person.sees()]


def test_an_answer_by_the_response_url_is_seen_by_the_person_alone(
    after_command: WebhookClient, ada: Person, ben: Person
) -> None:
    answer = after_command.send(text="second")
    assert (answer.status_code, answer.body) == (200, "ok")
    assert texts(ada) == ["first", "second"]
    assert texts(ben) == []


def test_an_answer_for_the_channel_is_seen_by_all(after_command: WebhookClient, ben: Person) -> None:
    after_command.send(text="second", response_type="in_channel")
    assert texts(ben) == ["/kpi csat", "second"]


def test_a_response_url_answers_even_where_the_bot_is_no_member(connect: Connect, ada: Person) -> None:
    connect(kpi=lambda ack, respond: (ack(), respond("here I am")))
    assert ada.types("/kpi csat", channel="random").text == "here I am"


def test_the_pressed_message_can_be_replaced_or_deleted(after_press: WebhookClient, ada: Person) -> None:
    after_press.send(text="replaced", replace_original=True)
    assert texts(ada) == ["replaced"]
    after_press.send(text="beside it", replace_original=False)
    assert texts(ada) == ["replaced", "beside it"]
    after_press.send(delete_original=True)
    assert texts(ada) == ["beside it"]


def test_a_response_url_serves_five_times(after_command: WebhookClient, ada: Person) -> None:
    answers = [after_command.send(text=f"answer {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].body == '{"ok":false,"error":"used_url"}'
    assert len(ada.sees()) == 6


def test_a_response_url_serves_thirty_minutes(after_command: WebhookClient, clock: Clock) -> None:
    clock.passes(30 * 60)
    assert after_command.send(text="just in time").status_code == 200
    clock.passes(1)
    late = after_command.send(text="too late")
    assert (late.status_code, late.body) == (404, '{"ok":false,"error":"expired_url"}')


def test_an_unknown_response_url_is_gone(slack: LocalSlack) -> None:
    assert WebhookClient(f"{slack.url}/response/unknown").send(text="hello").status_code == 404


def test_invalid_blocks_are_reported_and_use_nothing_up(after_command: WebhookClient, ada: Person) -> None:
    for _ in range(6):
        answer = after_command.send(text="a", blocks=[section("")])
        assert '"ok":false,"error":"invalid_blocks"' in answer.body
    assert after_command.send(text="fine").body == "ok"
    assert texts(ada) == ["first", "fine"]


def test_half_a_surrogate_pair_harms_nobody(after_command: WebhookClient, ada: Person) -> None:
    assert after_command.send(text="a\ud800").body == "ok"
    assert texts(ada) == ["first", "a\ufffd"]


def test_an_answer_without_words_is_refused(after_command: WebhookClient) -> None:
    assert after_command.send_dict({"response_type": "ephemeral"}).body == '{"ok":false,"error":"no_text"}'
