"""What people do with messages and channels: say, edit and delete, bring the bot in and send it away."""

from dataclasses import dataclass
from typing import Any

from bot.playground.control.guards import BadRequestError, Json
from bot.playground.control.outcomes import Outcomes, told
from bot.playground.control.seen import Seen, shown
from bot.playground.delivery.commands import Commands
from bot.playground.delivery.events import MENTION
from bot.playground.delivery.own_commands import OwnCommands
from bot.playground.files import File
from bot.playground.references import referenced
from bot.playground.workspace import BOT_NAME, SLACKBOT_ID, Channel, Member, Message, Workspace

# What Slackbot says to somebody who mentions a person or an app that is not there.
NOT_THERE = "You mentioned <@{id}>, but they’re not in this channel. To add them, type /invite @{name}."


@dataclass(frozen=True)
class People:
    """The handlers of `say`, `edit`, `delete`, `invite`, `kick` and `archive`."""

    workspace: Workspace
    seen: Seen
    commands: Commands
    own_commands: OwnCommands
    outcomes: Outcomes

    async def say(self, asked: Json) -> Json:
        """`{person, channel, text, thread_ts?, files?, wait?}`: post a message, or run a slash command."""
        member, channel = self._at(asked)
        typed, thread_ts = str(asked.get("text") or ""), self._thread(channel, asked.get("thread_ts"))
        if channel.is_archived:
            raise BadRequestError(f"#{channel.name} is archived, so nobody can write there.")
        if typed.startswith("/"):
            return await self.outcomes.of(self.commands.run(member, channel, typed.strip(), thread_ts), asked)
        return {"message": shown(self._say(member, channel, typed.strip(), thread_ts, asked.get("files") or []))}

    async def edit(self, asked: Json) -> Json:
        """`{person, channel, ts, text}`: people edit what they have written themselves."""
        member, channel = self._at(asked)
        message, typed = self._own(member, channel, asked.get("ts")), str(asked.get("text") or "").strip()
        if not typed:
            raise BadRequestError("Say something: `text` is empty.")
        text = referenced(typed, self.workspace, member.id, "message")
        return {"message": shown(self.workspace.change(message, text, message.blocks, message.metadata))}

    async def delete(self, asked: Json) -> Json:
        """`{person, channel, ts}`: delete a message of one's own, or dismiss one that only oneself sees."""
        member, channel = self._at(asked)
        message = self.seen.message(channel, asked.get("ts"), member)
        self.workspace.delete(message if message.seen_by else self._own(member, channel, message.ts))
        return {}

    async def invite(self, asked: Json) -> Json:
        """`{person, channel}`: as `/invite @kpibot`."""
        return told(self.own_commands.invite(*self._at(asked)))

    async def kick(self, asked: Json) -> Json:
        """`{person, channel}`: as `/remove @kpibot`."""
        return told(self.own_commands.remove(*self._at(asked)))

    async def archive(self, asked: Json) -> Json:
        """`{channel, archived, person?}`: archive a channel, or open it again; by its creator unless told."""
        found = self.workspace.channel(str(asked.get("channel")))
        member = self.seen.member(asked.get("person") or (found and found.creator))
        channel = self.seen.channel(asked.get("channel"), member)
        return told(self.own_commands.archive(member, channel, archived=bool(asked.get("archived", True))))

    def _say(self, member: Member, channel: Channel, typed: str, thread_ts: str | None, files: list[Any]) -> Message:
        brought = [self._file(member, file_id) for file_id in files]
        if not typed and not brought:
            raise BadRequestError("Say something: `text` is empty.")
        text = referenced(typed, self.workspace, member.id, "message")
        subtype = "file_share" if brought else None
        message = self.workspace.post(channel, member.id, text, thread_ts=thread_ts, subtype=subtype, files=brought)
        if MENTION in text and not channel.has_bot:
            words = NOT_THERE.format(id=MENTION.strip("<@>"), name=BOT_NAME)
            self.workspace.post(channel, SLACKBOT_ID, words, thread_ts=thread_ts, seen_by=member.id)
        return message

    def _at(self, asked: Json) -> tuple[Member, Channel]:
        member = self.seen.member(asked.get("person"))
        return member, self.seen.channel(asked.get("channel"), member)

    def _thread(self, channel: Channel, ts: Any) -> str | None:
        """The root of the thread; an ephemeral message cannot have one."""
        if not ts:
            return None
        root = self.workspace.posted(channel.id, str(ts))
        if root is None:
            raise BadRequestError("There is no such thread.")
        return root.thread_ts or root.ts

    def _own(self, member: Member, channel: Channel, ts: Any) -> Message:
        message = self.seen.message(channel, ts, member)
        if message.user != member.id:
            raise BadRequestError("That message is somebody else’s.")
        return message

    def _file(self, member: Member, file_id: Any) -> File:
        file = self.workspace.files.find(str(file_id))
        if file is None or file.user != member.id:
            raise BadRequestError("There is no such file.")
        return file
