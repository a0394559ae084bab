"""views.open, views.push, views.update and views.publish: modals, and the home tab."""

import json
from typing import Any

from bot.playground.content import RefusalError, decoded, read_view
from bot.playground.shapes import view_shape
from bot.playground.views import StackIsFullError, View
from bot.playground.web_api.arguments import Arguments
from bot.playground.web_api.method import Backend, Method
from bot.playground.workspace import Json

# https://docs.slack.dev/reference/methods/views.open#errors: view_too_large
MOST_BYTES = 250_000


def open_(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.open; the trigger is good for three seconds, and once."""
    content = _content(slack, given, "modal")
    _refuse_taken_external_id(slack, content, None)
    member = slack.triggers.redeem(given.required("trigger_id"))
    return {"view": view_shape(slack.workspace.views.open(member.id, content))}


def push(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.push; three views lie on each other at most."""
    content = _content(slack, given, "modal")
    _refuse_taken_external_id(slack, content, None)
    member = slack.triggers.redeem(given.required("trigger_id"))
    if not slack.workspace.views.stack_of(member.id):
        raise RefusalError("not_found")
    try:
        return {"view": view_shape(slack.workspace.views.push(member.id, content))}
    except StackIsFullError:
        raise RefusalError("push_limit_reached") from None


def update(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.update, by `view_id` or `external_id`; its type stays."""
    views = slack.workspace.views
    if not given.text("view_id") and not given.text("external_id"):
        raise RefusalError("invalid_arguments", ["either `view_id` or `external_id` is required"])
    view = views.find(given.text("view_id")) or views.find_external(given.text("external_id"))
    if view is None:
        raise RefusalError("not_found")
    content = _content(slack, given, str(view.content["type"]))
    _refuse_taken_external_id(slack, content, view)
    _refuse_other_hash(given, view)
    return {"view": view_shape(views.update(view, content))}


def publish(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    user = given.required("user_id")
    if slack.workspace.member(user) is None:
        raise RefusalError("invalid_arguments", ["unknown user [json-pointer:/user_id]"])
    content = _content(slack, given, "home")
    home = slack.workspace.home_of(user)
    _refuse_taken_external_id(slack, content, home)
    if home:
        _refuse_other_hash(given, home)
    return {"view": view_shape(slack.workspace.views.publish(user, content))}


def _content(slack: Backend, given: Arguments, kind: str) -> Json:
    view: Any = decoded(given.get("view"), "invalid_arguments", None)
    if len(json.dumps(view)) > MOST_BYTES:
        raise RefusalError("view_too_large")
    return read_view(view, (kind,), slack.faults.refused_blocks)


def _refuse_taken_external_id(slack: Backend, content: Json, view: View | None) -> None:
    holder = slack.workspace.views.find_external(str(content.get("external_id") or ""))
    if holder and (view is None or holder.id != view.id):
        raise RefusalError("duplicate_external_id")


def _refuse_other_hash(given: Arguments, view: View) -> None:
    """https://docs.slack.dev/surfaces/modals#handling_race_conditions"""
    if given.text("hash") not in ("", view.hash):
        raise RefusalError("hash_conflict")


METHODS = (
    Method("views.open", open_),
    Method("views.push", push),
    Method("views.update", update),
    Method("views.publish", publish),
)
