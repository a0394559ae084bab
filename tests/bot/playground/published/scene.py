"""Everything that the local Slack answers and delivers in one morning's work, by name."""

import json
import urllib.request
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.playground.manifest import MANIFEST, Manifest, Shortcut
from bot.playground.server import LocalSlack
from tests.bot.playground.published.listener import DEADLINE, Bot, is_in_thread, is_joining_after
from tests.support.local_slack import call

Json = dict[str, Any]

SUBSCRIBED = Manifest(
    scopes=(*MANIFEST.scopes, "im:read", "im:write", "team:read"),
    commands=MANIFEST.commands,
    shortcuts=(
        Shortcut("Ask", "global", "ask_anywhere", "Ask for a KPI"),
        Shortcut("Explain", "message", "explain_this", "Explain this answer"),
    ),
    events=(*MANIFEST.events, "file_shared", "message.channels"),
)
BLOCKS: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*CSAT* 82 %"}},
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Share"}, "action_id": "share", "value": "csat"},
            {
                "type": "static_select",
                "action_id": "period",
                "placeholder": {"type": "plain_text", "text": "Period"},
                "options": [{"text": {"type": "plain_text", "text": "Last week"}, "value": "w"}],
            },
        ],
    },
]
MODAL = {
    "type": "modal",
    "callback_id": "import",
    "notify_on_close": True,
    "private_metadata": "m",
    "title": {"type": "plain_text", "text": "Import"},
    "submit": {"type": "plain_text", "text": "Go"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "blocks": [
        *BLOCKS,
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "name"},
        },
    ],
}
HOME = {"type": "home", "callback_id": "home", "blocks": BLOCKS}


class Morning:
    """Ada works with the bot; `payloads` is what came of it."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._ada = slack.people[0].id
        self._bot = Bot(slack)
        self._channels = {
            channel["name"]: channel["id"] for channel in self._asks("state", None)["channels"] if channel.get("name")
        }
        self.payloads: dict[str, Any] = {"apps.connections.open": self._bot.connection.data}
        try:
            self._conversations()
            self._people()
            self._messages()
            self._events()
            self._files()
            self._views()
            self._farewell()
        finally:
            self._bot.leaves()

    def _keep(self, **answers: Any) -> None:
        self.payloads |= {name.replace("__", "."): getattr(answer, "data", answer) for name, answer in answers.items()}

    def _asks(self, path: str, asked: Json | None) -> Json:
        if asked is None:
            return call(self._slack, f"{path}?person={self._ada}")
        return call(self._slack, path, {"person": self._ada, "wait": True, **asked})

    def _conversations(self) -> None:
        client, support, random = self._bot.client, self._channels["support"], self._channels["random"]
        direct = client.conversations_open(users=self._ada, return_im=True)
        self._direct = direct["channel"]["id"]
        self._keep(
            conversations__open=direct,
            conversations__info=client.conversations_info(channel=support, include_num_members=True),
            conversations__list=client.conversations_list(types="public_channel,private_channel,im"),
            conversations__members=client.conversations_members(channel=support),
            users__conversations=client.users_conversations(types="public_channel,private_channel,im"),
            conversations__join=client.conversations_join(channel=random),
        )
        self._keep(member_joined_channel=self._bot.event("member_joined_channel"))
        try:
            client.conversations_info(channel="C0NOWHERE")
        except SlackApiError as refused:
            self._keep(refusal=refused.response)
        call(self._slack, "faults", {"missing_scopes": ["users:read"]})
        try:
            client.users_list()
        except SlackApiError as refused:
            self._keep(missing_scope=refused.response)
        call(self._slack, "faults", {"missing_scopes": []})

    def _people(self) -> None:
        client = self._bot.client
        me = client.auth_test()
        self._keep(
            auth__test=me,
            team__info=client.team_info(),
            bots__info=client.bots_info(bot=me["bot_id"]),
            users__info=client.users_info(user=self._ada, include_locale=True),
            users__list=client.users_list(),
        )

    def _messages(self) -> None:
        client, support = self._bot.client, self._channels["support"]
        metadata = {"event_type": "kpi", "event_payload": {"question": "csat"}}
        posted = client.chat_postMessage(channel=support, text="CSAT 82 %", blocks=BLOCKS, metadata=metadata)
        at = posted["ts"]
        client.chat_postMessage(channel=support, text="more", thread_ts=at)
        self._keep(
            chat__postMessage=posted,
            chat__postEphemeral=client.chat_postEphemeral(channel=support, user=self._ada, text="psst", blocks=BLOCKS),
            chat__update=client.chat_update(channel=support, ts=at, text="CSAT 83 %", blocks=BLOCKS),
            conversations__history=client.conversations_history(channel=support, include_all_metadata=True),
            conversations__replies=client.conversations_replies(channel=support, ts=at, include_all_metadata=True),
        )
        self._acts(channel=support, ts=at, action_id="share")
        self._keep(button_in_message=self._bot.interaction("block_actions"))
        self._acts(channel=support, ts=at, action_id="period", value="w")
        self._keep(select_in_message=self._bot.interaction("block_actions"))
        ephemeral = self.payloads["chat.postEphemeral"]["message_ts"]
        self._acts(channel=support, ts=ephemeral, action_id="share")
        self._keep(button_in_ephemeral_message=self._bot.interaction("block_actions"))
        self._asks("shortcut", {"callback_id": "ask_anywhere"})
        self._asks("shortcut", {"callback_id": "explain_this", "channel": support, "ts": at})
        self._keep(
            global_shortcut=self._bot.interaction("shortcut"),
            message_shortcut=self._bot.interaction("message_action"),
            chat__delete=client.chat_delete(channel=support, ts=at),
        )

    def _acts(self, action_id: str, **where: Any) -> None:
        self._asks("act", {"block_id": "choices", "action_id": action_id, **where})

    def _events(self) -> None:
        support, direct = self._channels["support"], self._direct
        self._asks("say", {"channel": support, "text": "/kpi csat"})
        command = self._bot.hears(lambda frame: frame["type"] == "slash_commands")
        self._keep(slash_command=command["payload"], slash_command_envelope=command)
        self._asks("say", {"channel": support, "text": "@kpibot csat"})
        mention = self._bot.event("app_mention")
        self._keep(app_mention=mention["payload"], event_envelope=mention)
        self._keep(message_in_channel=self._bot.event("message", channel=support)["payload"])
        thread = self.payloads["app_mention"]["event"]["ts"]
        self._asks("say", {"channel": support, "text": "@kpibot and frt?", "thread_ts": thread})
        self._keep(
            app_mention_in_thread=self._bot.hears(lambda frame: is_in_thread(frame, "app_mention", thread))["payload"],
            message_in_thread=self._bot.hears(lambda frame: is_in_thread(frame, "message", thread))["payload"],
        )
        self._asks("say", {"channel": direct, "text": "csat"})
        said = self._bot.event("message", channel=direct)["payload"]
        at = {"channel": direct, "ts": said["event"]["ts"]}
        self._asks("edit", {**at, "text": "csat last week"})
        self._asks("delete", at)
        self._keep(
            message_im=said,
            message_changed=self._bot.event("message", "message_changed", direct)["payload"],
            message_deleted=self._bot.event("message", "message_deleted", direct)["payload"],
        )

        self._asks("kick", {"channel": self._channels["random"]})
        self._asks("invite", {"channel": self._channels["random"]})
        came = self.payloads["member_joined_channel"]["payload"]["event_id"]
        self._keep(bot_invited=self._bot.hears(lambda frame: is_joining_after(frame, came))["payload"])

    def _files(self) -> None:
        client, brought = self._bot.client, self._brings("tickets.csv", b"id,created_at\n1,2026-11-02\n")
        self._asks("say", {"channel": self._direct, "text": "Here you are", "files": [brought["id"]]})
        self._keep(
            file_share=self._bot.event("message", "file_share", self._direct)["payload"],
            file_shared=self._bot.event("file_shared")["payload"],
            files__info=client.files_info(file=brought["id"]),
        )
        address = client.files_getUploadURLExternal(filename="answer.csv", length=3)
        request = urllib.request.Request(address["upload_url"], data=b"1,2", method="POST")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=DEADLINE).close()
        uploaded = [{"id": address["file_id"], "title": "Answer"}]
        done = client.files_completeUploadExternal(files=uploaded, channel_id=self._direct)
        self._keep(files__getUploadURLExternal=address, files__completeUploadExternal=done)

    def _brings(self, name: str, content: bytes) -> Json:
        address = f"{self._slack.url}/_local/upload?person={self._ada}&name={name}"
        headers = {"content-type": "application/octet-stream"}
        request = urllib.request.Request(address, data=content, headers=headers, method="POST")
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=DEADLINE) as answer:
            file: Json = json.load(answer)["file"]
        return file

    def _views(self) -> None:
        client = self._bot.client
        self._asks("open_home", {})
        self._keep(
            app_home_first_opened=self._bot.event("app_home_opened")["payload"],
            views__publish=client.views_publish(user_id=self._ada, view=HOME),
        )
        home = self.payloads["views.publish"]["view"]["id"]
        self._acts(view_id=home, action_id="share")
        self._keep(button_in_home=self._bot.interaction("block_actions"))
        self._asks("open_home", {})
        self._keep(
            app_home_opened=self._bot.hears(lambda frame: "view" in frame.get("payload", {}).get("event", {}))[
                "payload"
            ],
            views__open=client.views_open(trigger_id=self._trigger(), view=MODAL),
        )
        opened = self.payloads["views.open"]["view"]["id"]
        self._acts(view_id=opened, action_id="period", value="w")
        self._keep(select_in_modal=self._bot.interaction("block_actions"))
        self._keep(
            views__update=client.views_update(view_id=opened, view=MODAL),
            views__push=client.views_push(trigger_id=self._trigger(), view=MODAL),
        )
        self._asks("close_view", {"view_id": self.payloads["views.push"]["view"]["id"]})
        self._asks("submit", {"view_id": opened, "values": {"name": {"name": "csat"}}})
        self._keep(
            view_closed=self._bot.interaction("view_closed"), view_submission=self._bot.interaction("view_submission")
        )

    def _trigger(self) -> str:
        self._asks("shortcut", {"callback_id": "ask_anywhere"})
        return str(self._bot.interaction("shortcut")["trigger_id"])

    def _farewell(self) -> None:
        self._keep(hello=self._bot.frames[0])
        call(self._slack, "refresh_connections", {})
        self._keep(disconnect=self._bot.hears(lambda frame: frame["type"] == "disconnect"))
