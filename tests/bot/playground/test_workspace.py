import pytest

from bot.playground.sample_workspace import ADA, BEN, CHANNELS, MEMBERS, MIA
from bot.playground.workspace import BOT_USER_ID, Change, Channel, Workspace
from tests.bot.playground.conftest import Clock


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    return Workspace(MEMBERS, CHANNELS, clock, lambda: "http://127.0.0.1")


def channel(workspace: Workspace, name: str) -> Channel:
    found = workspace.channel(name)
    assert found is not None
    return found


def test_people_see_public_channels_and_what_they_are_members_of(workspace: Workspace) -> None:
    def seen_by(member: str) -> list[str]:
        return [each.id for each in workspace.channels_seen_by(member) if each.kind != "public"]

    assert seen_by(ADA) == ["C0LEADERS1", "D0ADA00001"]
    assert seen_by(BEN) == ["D0BEN00001"]
    assert seen_by(BOT_USER_ID) == ["D0ADA00001", "D0BEN00001", "D0MIA00001"]


def test_an_im_has_no_name_to_be_found_by(workspace: Workspace) -> None:
    assert workspace.channel("directmessage") is None
    assert workspace.im_with(MIA) == workspace.channel("D0MIA00001")


def test_what_is_said_in_private_is_seen_by_members_only(workspace: Workspace) -> None:
    workspace.post(channel(workspace, "leadership"), ADA, "between us")
    workspace.post(channel(workspace, "D0BEN00001"), BEN, "to the bot")
    workspace.post(channel(workspace, "support"), BEN, "to all")
    workspace.post(channel(workspace, "support"), BOT_USER_ID, "to Mia", seen_by=MIA)
    assert [message.text for message in workspace.messages_seen_by(MIA)] == ["between us", "to all", "to Mia"]
    assert [message.text for message in workspace.messages_seen_by(BEN)] == ["to the bot", "to all"]


def test_an_ephemeral_message_is_found_but_not_kept(workspace: Workspace) -> None:
    support = channel(workspace, "support")
    message = workspace.post(support, BOT_USER_ID, "psst", seen_by=ADA)
    assert workspace.find(support.id, message.ts) == message
    assert workspace.posted(support.id, message.ts) is None
    assert workspace.history(support.id) == []
    workspace.delete(message)
    assert workspace.find(support.id, message.ts) is None


def test_a_deleted_reply_leaves_its_thread(workspace: Workspace) -> None:
    support = channel(workspace, "support")
    root = workspace.post(support, ADA, "root")
    replies = [workspace.post(support, BEN, text, thread_ts=root.ts) for text in ("one", "two")]
    workspace.delete(replies[0])
    assert [message.text for message in workspace.replies(support.id, root.ts)] == ["two"]


def test_everybody_who_listens_hears_of_every_change(workspace: Workspace) -> None:
    heard: list[Change] = []
    with workspace.listening(heard.append):
        random = workspace.join(channel(workspace, "random"), BOT_USER_ID, by=ADA)
        workspace.join(random, BOT_USER_ID)
        workspace.leave(random, BOT_USER_ID)
        message = workspace.post(random, ADA, "old")
        workspace.delete(workspace.change(message, "new", []))
        workspace.set_archived(random, True)
        view = workspace.views.open(ADA, {"type": "modal", "blocks": []})
        workspace.views.close(view)
        workspace.views.publish(BEN, {"type": "home", "blocks": []})
        workspace.reset()
    workspace.post(random, ADA, "unheard")
    assert [(change.kind, change.event, change.person) for change in heard] == [
        ("channels", "joined", BOT_USER_ID),
        ("channels", "left", BOT_USER_ID),
        ("posted", None, None),
        ("changed", None, None),
        ("deleted", None, None),
        ("channels", "archived", None),
        ("view", None, ADA),
        ("view", None, ADA),
        ("home", None, BEN),
        ("reset", None, None),
    ]
    assert (heard[0].by, heard[3].before) == (ADA, message)


def test_a_reset_brings_back_the_beginning(workspace: Workspace) -> None:
    support = channel(workspace, "support")
    file = workspace.files.add("a.csv", b"1", ADA)
    workspace.post(support, ADA, "hello", files=[file])
    workspace.leave(support, BOT_USER_ID)
    workspace.views.publish(ADA, {"type": "home", "blocks": []})
    workspace.reset()
    assert workspace.channels == CHANNELS
    assert workspace.messages_seen_by(ADA) == []
    assert (workspace.home_of(ADA), workspace.files.find(file.id)) == (None, None)


def test_closing_a_modal_closes_those_above_it(workspace: Workspace) -> None:
    views = workspace.views
    opened = [views.open(ADA, {"type": "modal"}), *(views.push(ADA, {"type": "modal"}) for _ in range(2))]
    views.close(opened[1])
    assert [view.id for view in views.stack_of(ADA)] == [opened[0].id]
    views.open(ADA, {"type": "modal"})
    assert len(views.stack_of(ADA)) == 1
    views.close_all(ADA)
    assert views.stack_of(ADA) == ()
