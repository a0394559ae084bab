"""Text into Slack's mrkdwn, so that it comes out on the screen as exactly that text.

Slack has entities for `&`, `<` and `>` only: nothing escapes `*`, `_`, `~`, backticks or `:emoji:`. An
invisible character beside a mark does not help either, for Slack takes a zero-width space for the edge of a
word, which is where marks work. But what a date token falls back to is shown as it stands, and a date in an
unknown format always falls back, so marks are wrapped in such tokens: on the screen, and when copied, they
are the plain characters. jsx-slack has done so since 2019:
https://github.com/yhatt/jsx-slack/blob/main/docs/about-escape-and-exact-mode.md
"""

import re
from urllib.parse import quote

from markupsafe import Markup

from bot.messages.measuring import size

ELLIPSIS = "…"
SOFT_HYPHEN = "\u00ad"
DATE_TOKEN = "<!date^00000000^{_}|%s>"

# A token is long: a text of nothing but marks could push a message over Slack's limits.
MOST_TOKENS = 6

# The same marks in other letters, for links (no token may stand in a label) and for texts that need too
# many tokens. From the fifth on they are the wide forms, which Slack takes for marks as well.
LOOK_ALIKES = str.maketrans(
    "*_~`:\uff0a\uff3f\uff40",
    "\u2217\u02cd\u223c\u02cb\ua789\ufe61\u2e0f\u02cb",
)

# Most texts have none of what `clean` and `_defuse` look for, and one search tells.
_PLAIN = re.compile(
    "[^*_~`:&<>\x00-\x1f\x7f-\x9f\u00ad\u2028-\u202e\u2066-\u2069\ud800-\udfff\uff0a\uff1e\uff3f\uff40]*"
)
_NEWLINES = re.compile("\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# To Slack, too, a single mark inside a word (login_bug) is text. A colon is a mark where an emoji's name may
# follow.
_MARKS = re.compile("(?<=[A-Za-z0-9])[*_~](?=[A-Za-z0-9])|(?P<live>[*_~`\uff0a\uff3f\uff40]+|:(?=[^\\s:]{1,100}:))")
_LEADING_QUOTE = re.compile("^([ \t]*)(?=[>\uff1e])", re.MULTILINE)
_TOKEN = re.compile(r"<!date\^00000000\^\{_\}\|(?P<mark>[^>]+)>")
_TOKEN_OR_CODE = re.compile(rf"{_TOKEN.pattern}|(?P<code>`(?:<[^<>]+>|[^`\n<])+`)")


def clean(text: str) -> str:
    """Text without what acts on a screen instead of being read there; lines end with a newline.

    Terminal escapes, NUL, changes of direction and lone surrogates each become �; soft hyphens are dropped.
    """
    return _CONTROLS.sub("\ufffd", _NEWLINES.sub("\n", text)).replace(SOFT_HYPHEN, "")


def escape_entities(text: str) -> str:
    """With the three characters that Slack wants escaped, and no others, as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mrkdwn(value: object) -> Markup:
    """Plain text escaped and its marks defused; what is mrkdwn already stays as it is. TypeError for None."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return Markup(value)  # nosec
    return Markup(_defuse(_as_plain_text(value)))  # nosec


def escaped_size(text: str) -> int:
    """Characters that a plain text has as mrkdwn."""
    return size(mrkdwn(text))


def settle_code(text: str) -> str:
    """mrkdwn without tokens inside `code`, where Slack formats nothing and would show them as written."""
    return _TOKEN_OR_CODE.sub(lambda found: _bare(found["code"]) if found["code"] else found[0], text)


def link(label: object, url: str | None) -> Markup:
    """Plain text leading to `url`; alone if that is no address for a browser. TypeError for mrkdwn."""
    text = _as_plain_text(label)
    target = escape_entities(address(url))
    return Markup(f"<{target}|{_label(text) or target}>") if target else mrkdwn(text)  # nosec


def address(url: str | None) -> str:
    """An address as a browser takes it; empty if it is none for a browser."""
    if not url or not re.match(r"(https?://|mailto:)\S", url):
        return ""
    return quote(clean(url), safe="%/:?#[]@!$&'()*+,;=~-._")


def shorten(value: object, length: int) -> str:
    """Plain text on one line of at most `length` characters, ending with "…" where it was cut.

    TypeError for mrkdwn: cutting could halve an entity or a token.
    """
    line = " ".join(_as_plain_text(value).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + ELLIPSIS


def fit(value: object, room: int) -> str:
    """The same, of at most `room` characters also when it is escaped."""
    line = shorten(value, room)
    while (escaped := escaped_size(line)) > room:
        line = shorten(line, max(1, min(len(line) - 1, len(line) * room // escaped)))
    return line


def _as_plain_text(value: object) -> str:
    if isinstance(value, Markup):
        raise TypeError("this comes before escaping: it was given mrkdwn")
    if value is None:
        raise TypeError("there is no text for None: say in words what is missing")
    return clean(str(value))


def _defuse(text: str) -> str:
    """Escaped text, its live marks in tokens, and a soft hyphen before a `>` that would begin a quotation."""
    if sum(1 for found in _MARKS.finditer(text) if found["live"]) > MOST_TOKENS:
        text = _MARKS.sub(lambda found: found[0].translate(LOOK_ALIKES) if found["live"] else found[0], text)
    text = escape_entities(_LEADING_QUOTE.sub(rf"\1{SOFT_HYPHEN}", text))
    return _MARKS.sub(lambda found: DATE_TOKEN % found[0] if found["live"] else found[0], text)


def _bare(code: str) -> str:
    """Inline code with the characters that its tokens stand for, but for a backtick, which would end it."""
    inner = _TOKEN.sub(lambda token: token["mark"].replace("`", "\u02cb"), code[1:-1])
    return f"`{inner.replace(SOFT_HYPHEN, '')}`"


def _label(text: str) -> str:
    return escape_entities(text.replace("\n", " ").translate(LOOK_ALIKES).replace("|", "\u2223"))
