"""Whatever way a text takes through a template, Slack shows that text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.environment import Message, MessageError
from bot.messages.mrkdwn import clean, mrkdwn
from tests.bot.messages.conftest import Render
from tests.bot.messages.slack_client import HOSTILE, as_slack_shows, formats, without_look_alikes

# Each puts `text` into one mrkdwn object of the first block.
MRKDWN_ROUTES = {
    "braces": "{% call section() %}{{ text }}{% endcall %}",
    "argument": "{{ section(text) }}",
    "named argument": "{{ section(text=text) }}",
    "set block": "{% set kept %}{{ text }}{% endset %}{{ section(kept) }}",
    "set variable": "{% set kept = text %}{{ section(kept) }}",
    "macro of the template": "{% macro own(x) %}{{ x }}{% endmacro %}{% call section() %}{{ own(text) }}{% endcall %}",
    "caller of a caller": "{% macro own() %}{% set inner = caller() %}"
    "{% call section() %}{{ inner }}{% endcall %}{% endmacro %}"
    "{% call own() %}{{ text }}{% endcall %}",
    "escape": "{{ section(text|escape) }}",
    "e, twice": "{% call section() %}{{ text|e|e }}{% endcall %}",
    "mrkdwn": "{{ section(text|mrkdwn) }}",
    "join": "{{ section([text]|join(', ')) }}",
    "join with markup": "{% set none_ %}{% endset %}{{ section([none_, text]|join) }}",
    "map": "{{ section([text]|map('escape')|first) }}",
    "string": "{{ section(text|string) }}",
    "default": "{% call section() %}{{ missing|default(text) }}{% endcall %}",
    "condition": "{% call section() %}{{ text if text else 'nothing' }}{% endcall %}",
    "loop": "{% call section() %}{% for each in [text] %}{{ each }}{% endfor %}{% endcall %}",
    "filter block": "{% call section() %}{% filter trim %}{{ text }}{% endfilter %}{% endcall %}",
    "plain sum": "{{ section('' + text) }}",
    "method": "{{ section(text.strip()) }}",
    "button beside it": "{{ section(text, accessory=button('Open', 'open')) }}",
}
FIELD_ROUTES = {
    "list": "{{ fields([text]) }}",
    "text alone": "{{ fields(text) }}",
    "text object": "{% call fields() %}{{ text_object(text) }}{% endcall %}",
    "text object with body": "{% call fields() %}{% call text_object() %}{{ text }}{% endcall %}{% endcall %}",
}
CONTEXT_ROUTES = {
    "list": "{{ context([text]) }}",
    "text alone": "{{ context(text) }}",
    "body": "{% call context() %}{{ text }}{% endcall %}",
}
ANY_TEXT = st.text(min_size=1, max_size=60).map(lambda text: f"a{text}z")
MARKS = st.text(alphabet="ab *_~`:<>&|\n'\"\\^{}", min_size=1, max_size=40)


def test_a_hostile_subject_in_a_literal_is_shown_as_it_is(render: Render) -> None:
    message = render('{% call section() %}{{ "<!channel> it\'s" }}{% endcall %}')
    assert as_slack_shows(section_text(message)) == "<!channel> it's"


@pytest.mark.parametrize("route", MRKDWN_ROUTES)
def test_a_hostile_subject_is_shown_as_it_is_in_a_section_by_way_of(render: Render, route: str) -> None:
    assert as_slack_shows(section_text(render(MRKDWN_ROUTES[route], text=HOSTILE))) == HOSTILE


@pytest.mark.parametrize("route", FIELD_ROUTES)
def test_a_hostile_subject_is_shown_as_it_is_in_a_field_by_way_of(render: Render, route: str) -> None:
    [field] = render(FIELD_ROUTES[route], text=HOSTILE).blocks[0]["fields"]
    assert as_slack_shows(field["text"]) == HOSTILE


@pytest.mark.parametrize("route", CONTEXT_ROUTES)
def test_a_hostile_subject_is_shown_as_it_is_in_small_print_by_way_of(render: Render, route: str) -> None:
    [element] = render(CONTEXT_ROUTES[route], text=HOSTILE).blocks[0]["elements"]
    assert as_slack_shows(element["text"]) == HOSTILE


@pytest.mark.parametrize("source", ["{{ header(text) }}", "{% call header() %}{{ text }}{% endcall %}"])
def test_a_hostile_subject_reaches_a_header_untouched(render: Render, source: str) -> None:
    shown = render(source, text=HOSTILE).blocks[0]["text"]
    assert shown == {"type": "plain_text", "emoji": False, "text": HOSTILE}


def test_a_hostile_subject_reaches_a_button_and_its_value_untouched(render: Render) -> None:
    message = render("{% call actions() %}{{ button(text, 'ask', value=text) }}{% endcall %}", text=HOSTILE)
    [button] = message.blocks[0]["elements"]
    assert button["text"]["text"] == HOSTILE
    assert button["value"] == HOSTILE


@pytest.mark.parametrize("text", ["text|escape", "text"])
def test_a_button_reads_the_same_when_its_text_was_escaped_before(render: Render, text: str) -> None:
    source = "{% call actions() %}{{ button(TEXT, 'ask', value=TEXT) }}{% endcall %}".replace("TEXT", text)
    [button] = render(source, text="*<a>* & \x1b").blocks[0]["elements"]
    assert button["text"]["text"] == "*<a>* & \ufffd"
    assert button["value"] == "*<a>* & \ufffd"


def test_a_header_drops_the_marks_that_it_cannot_show(render: Render) -> None:
    message = render("{% call header() %}*CSAT* of _{{ text }}_{% endcall %}", text="*5*")
    assert message.blocks[0]["text"]["text"] == "CSAT of *5*"


@pytest.mark.parametrize(
    "source",
    ["{{ fallback(text) }}", "{% call fallback() %}{{ text }}{% endcall %}", "{{ fallback(text|escape) }}"],
)
def test_a_hostile_subject_is_heard_as_it_is(render: Render, source: str) -> None:
    assert as_slack_shows(render(source + "{{ divider() }}", text=HOSTILE).text) == HOSTILE


def test_the_fallback_is_heard_without_marks(render: Render) -> None:
    source = "{% call fallback() %}*CSAT* `84 %`, _{{ text }}_{% endcall %}{{ divider() }}"
    assert render(source, text="*not bold*").text == "CSAT 84 %, *not bold*"


@given(text=ANY_TEXT)
def test_any_text_is_shown_as_it_is(render: Render, text: str) -> None:
    for source in ("{% call section() %}{{ text }}{% endcall %}", "{{ section(text) }}"):
        shown = as_slack_shows(section_text(render(source, text=text)))
        assert without_look_alikes(shown) == without_look_alikes(clean(text))


@given(text=MARKS)
def test_no_text_formats_anything(render: Render, text: str) -> None:
    shown = section_text(render("{% call section() %}{{ text }}|{% endcall %}", text=text))
    assert not formats(shown)
    assert as_slack_shows(without_look_alikes(shown)) == f"{text}|".strip()


@given(text=ANY_TEXT)
def test_any_text_reaches_headers_and_notifications_as_it_is(render: Render, text: str) -> None:
    message = render("{{ fallback(text) }}{{ header(text) }}", text=text)
    assert message.blocks[0]["text"]["text"] == clean(text)
    assert as_slack_shows(message.text) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "_",
        "*bold*",
        "_internal",
        "~/path",
        "`code`",
        "a_b",
        "login_bug_fix",
        "> quoted",
        ":tada:",
        "\uff0awide\uff0a",
    ],
)
def test_a_mark_is_shown_as_itself_and_formats_nothing(render: Render, text: str) -> None:
    mrkdwn = section_text(render("{{ section(text) }}", text=text))
    assert as_slack_shows(mrkdwn) == text
    assert not formats(mrkdwn)


def test_a_name_with_marks_inside_stays_free_of_tokens_so_that_it_can_be_copied(render: Render) -> None:
    assert section_text(render("{{ section('login_bug at 14:05') }}")) == "login_bug at 14:05"


def test_a_text_of_many_marks_costs_little_room(render: Render) -> None:
    mrkdwn = section_text(render("{{ section(text) }}", text="* " * 500 + "x"))
    assert len(mrkdwn) < 1_200
    assert without_look_alikes(mrkdwn) == "* " * 500 + "x"


def test_marks_of_the_template_are_kept_around_a_text(render: Render) -> None:
    mrkdwn = section_text(render("{% call section() %}*{{ text }}*{% endcall %}", text="5 * 3"))
    assert mrkdwn == "*5 <!date^00000000^{_}|*> 3*"


def test_code_of_the_template_holds_the_plain_characters(render: Render) -> None:
    source = "{% call section() %}{{ text }} `/kpi {{ text }}`{% endcall %}"
    mrkdwn = section_text(render(source, text="intent=_a & `b"))
    assert mrkdwn.endswith("`/kpi intent=_a &amp; \u02cbb`")


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("a terminal's command", "\x1b[31mred\x1b]0;title\x07", "\ufffd[31mred\ufffd]0;title\ufffd"),
        ("NUL", "a\0b", "a\ufffdb"),
        ("a change of direction", "a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("half of a surrogate pair", "a\ud800b", "a\ufffdb"),
        ("lines of Windows", "a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("right-to-left letters", "שלום مرحبا", "שלום مرحبا"),
        ("emoji", "👩‍👩‍👧 ok 🇨🇭", "👩‍👩‍👧 ok 🇨🇭"),
        ("backslashes", r"\n \\ \u0041 {{ x }} {% y %}", r"\n \\ \u0041 {{ x }} {% y %}"),
    ],
)
def test_what_acts_on_a_screen_is_replaced_and_letters_are_kept(
    render: Render, name: str, text: str, shown: str
) -> None:
    message = render("{{ fallback(text) }}{{ header(text) }}{{ section(text) }}", text=text)
    assert message.text == shown, name
    assert message.blocks[0]["text"]["text"] == shown, name
    assert as_slack_shows(section_text(message, 1)) == shown, name


def test_an_emptied_section_is_refused(render: Render) -> None:
    with pytest.raises(MessageError, match="the text is empty"):
        render("{{ section(text) }}", text="")


def test_a_huge_text_is_refused_rather_than_cut(render: Render) -> None:
    with pytest.raises(MessageError, match="10,000 characters of at most 3,000"):
        render("{{ section(text) }}", text="x" * 10_000)


def test_a_huge_text_is_shortened_where_the_template_says_so(render: Render) -> None:
    mrkdwn = section_text(render("{{ section(text|shorten(80)) }}", text="&" * 10_000))
    assert mrkdwn == "&amp;" * 79 + "…"


@pytest.mark.parametrize("text", ["&" * 10_000, HOSTILE * 100, "plain"], ids=["escaped", "hostile", "plain"])
def test_a_text_that_is_made_to_fit_is_no_longer_when_it_is_escaped(render: Render, text: str) -> None:
    shown = section_text(render("{{ section(text|fit(120)) }}", text=text))
    assert 0 < len(shown) <= 120
    assert shown == text or shown.endswith("…")


@pytest.mark.parametrize(("text", "shown"), [("a  b\nc", "a b c"), ("abcdefgh", "abcde…"), ("abcdef", "abcdef")])
def test_shortening_keeps_to_one_line_and_the_length(render: Render, text: str, shown: str) -> None:
    assert section_text(render("{{ section(text|shorten(6)) }}", text=text)) == shown


@pytest.mark.parametrize("value", [3, 3.5, True])
def test_a_number_is_shown_as_python_writes_it(render: Render, value: float) -> None:
    assert section_text(render("{{ section(value) }}", value=value)) == str(value)


def test_none_is_refused_since_nobody_should_read_none(render: Render) -> None:
    with pytest.raises(TypeError, match="say in words what is missing"):
        render("{% call section() %}{{ value }}{% endcall %}", value=None)


def test_a_link_leads_to_its_address_with_the_text_as_label(render: Render) -> None:
    source = "{% call section() %}{{ text|link('https://desk.example/?a=1&b=<|>') }}{% endcall %}"
    mrkdwn = section_text(render(source, text="*a* | <b>"))
    assert mrkdwn == "<https://desk.example/?a=1&amp;b=%3C%7C%3E|\u2217a\u2217 \u2223 &lt;b&gt;>"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "!channel", "", None])
def test_a_link_that_no_browser_opens_is_its_text_alone(render: Render, address: str | None) -> None:
    source = "{% call section() %}{{ 'T-1'|link(address) }}{% endcall %}"
    assert section_text(render(source, address=address)) == "T-1"


def section_text(message: Message, block: int = 0) -> str:
    text = message.blocks[block]["text"]
    assert text["type"] == "mrkdwn"
    assert text["verbatim"] is True
    return str(text["text"])


def test_what_is_told_to_be_plain_at_a_glance_is_what_nothing_would_be_changed_of() -> None:
    """An ampersand before it lets each character be looked at one by one."""
    plain = [each for each in map(chr, range(0x10000)) if mrkdwn(each) == each]
    assert len(plain) > 60_000
    assert [each for each in plain if mrkdwn(f"&{each}") != f"&amp;{each}"] == []
