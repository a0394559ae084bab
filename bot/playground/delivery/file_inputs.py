"""Files that a person attaches in a modal.

https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
"""

from typing import Any

from bot.playground.delivery.elements import NotOfferedError
from bot.playground.shapes import file_shape
from bot.playground.workspace import Json, Member, Workspace

MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024


def attached(element: Json, file_ids: list[Any], member: Member, workspace: Workspace) -> list[Json]:
    """The files as `state.values` shows them; raise `NotOfferedError` for what Slack's client does not let through."""
    most = element.get("max_files", MOST_FILES)
    if len(file_ids) > most:
        raise NotOfferedError(f"At most {most} files fit here.")
    return [_attached(element, str(file_id), member, workspace) for file_id in file_ids]


def _attached(element: Json, file_id: str, member: Member, workspace: Workspace) -> Json:
    file = workspace.files.find(file_id)
    if file is None or file.user != member.id:
        raise NotOfferedError("There is no such file.")
    kinds = element.get("filetypes")
    if kinds and not {file.ending, file.filetype} & set(kinds):
        raise NotOfferedError(f"{file.name} is none of these: {', '.join(kinds)}.")
    if file.size > MOST_BYTES:
        raise NotOfferedError(f"{file.name} is larger than 10 MB.")
    return file_shape(file)
