"""Blocks of every type, as a bot sends them."""

from typing import Any

Json = dict[str, Any]

HOSTILE = '<!channel> <img src=x onerror=alert(1)> "50% off" it\'s'
ESCAPED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
PICTURE = "https://images.example/team.png"
WEEKS = tuple(f"W{number}" for number in range(35, 47))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(label: str, value: str, **more: Any) -> Json:
    return {"text": plain(label), "value": value, **more}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def select(action_id: str = "period", **more: Any) -> Json:
    options = [option("Last week", "last week"), option("Last month", "last month"), option("Quarter", "q3")]
    placeholder = plain("Another period")
    return {"type": "static_select", "action_id": action_id, "placeholder": placeholder, "options": options, **more}


def overflow(action_id: str = "more") -> Json:
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option("Explain", "explain"), option("Tickets", "t")],
    }


def number(value: float, text: str | None = None) -> Json:
    return {"type": "raw_number", "value": value, "text": text or str(value)}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def data_table(*rows: tuple[str, float | None], caption: str = "CSAT by channel", **more: Any) -> Json:
    """Two columns, a name and a number; None is said in words."""
    cells = [[raw(name), raw("no data") if value is None else number(value)] for name, value in rows]
    return {"type": "data_table", "caption": caption, "rows": [[raw("Channel"), raw("CSAT")], *cells], **more}


def lines(kind: str = "line", *names: str, title: str = "CSAT by week, %") -> Json:
    series = [
        {
            "name": name,
            "data": [{"label": week, "value": 76 + (5 * at + 3 * nth) % 11} for at, week in enumerate(WEEKS)],
        }
        for nth, name in enumerate(names or ("CSAT",))
    ]
    axes = {"categories": list(WEEKS), "x_label": "Week", "y_label": "Satisfied, %"}
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {"type": kind, "series": series, "axis_config": axes},
    }


def pie(*segments: tuple[str, float], title: str = "Conversations by channel") -> Json:
    parts = [{"label": label, "value": value} for label, value in segments]
    return {"type": "data_visualization", "title": title, "chart": {"type": "pie", "segments": parts}}


def rich_text() -> Json:
    def words(text: str, **style: bool) -> Json:
        return {"type": "text", "text": text, "style": style} if style else {"type": "text", "text": text}

    def part(*elements: Json) -> Json:
        return {"type": "rich_text_section", "elements": list(elements)}

    items = [part(words("first")), part(words("second", code=True))]
    return {
        "type": "rich_text",
        "elements": [
            part(
                words("Bold", bold=True),
                words(", "),
                words("italic", italic=True),
                words(" and "),
                {"type": "link", "url": "https://example.com/", "text": "a link"},
                words(" for "),
                {"type": "user", "user_id": "U0MIA00001"},
                words(" in "),
                {"type": "channel", "channel_id": "C0FOUNDERS"},
            ),
            {"type": "rich_text_list", "style": "ordered", "elements": items},
            {"type": "rich_text_list", "style": "bullet", "elements": items},
            {"type": "rich_text_quote", "elements": [words("quoted")]},
            {"type": "rich_text_preformatted", "elements": [words("a  <b>  c")]},
        ],
    }


def table() -> Json:
    rows = [["Team", "Tickets"], ["Tier 1", "1,204"], ["Tier 2", "310"]]
    settings = [{"align": "left"}, {"align": "right"}]
    return {"type": "table", "rows": [[raw(cell) for cell in row] for row in rows], "column_settings": settings}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """An input block whose element's action_id is `value`."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "value", **element},
        **more,
    }


def every_input() -> list[Json]:
    options = [
        option("Email", "email"),
        option("Chat", "chat", description=plain("Live, in the app")),
        option("Phone", "phone"),
    ]
    lines_of = {"type": "plain_text_input", "multiline": True, "placeholder": plain("What is behind it?")}
    return [
        section("Say what the team should look at. *Everything* here can be changed later."),
        field("name", "Name", {"type": "plain_text_input", "min_length": 3}, hint=plain("At least three letters.")),
        field("why", "Why", lines_of, optional=True),
        field("channel", "Channel", {"type": "static_select", "options": options, "placeholder": plain("Choose")}),
        field("channels", "Channels", {"type": "multi_static_select", "options": options}, optional=True),
        field("owner", "Owner", {"type": "users_select"}, optional=True),
        field("where", "Where to post", {"type": "conversations_select"}, optional=True),
        field("public", "A public channel", {"type": "channels_select"}, optional=True),
        field("priority", "Priority", {"type": "radio_buttons", "options": options}, optional=True),
        field(
            "include",
            "Include",
            {"type": "checkboxes", "options": options, "initial_options": options[:1]},
            optional=True,
        ),
        field("from", "From", {"type": "datepicker", "initial_date": "2026-11-02"}),
        field("at", "At", {"type": "timepicker", "initial_time": "09:30"}),
        field(
            "target",
            "Target",
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "0", "max_value": "100"},
        ),
        field("mail", "E-mail", {"type": "email_text_input"}, optional=True),
        field("link", "Link", {"type": "url_text_input"}, optional=True),
        field("file", "Export", {"type": "file_input", "filetypes": ["csv"], "max_files": 2}, optional=True),
    ]


def modal(blocks: list[Json], title: str = "New target", **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "sample",
        "title": plain(title),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": blocks,
        **more,
    }
