"""Our limits beside those that Slack's own SDK was written with."""

from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from bot.playground.block_kit import cards, composition, elements, layout, views
from bot.playground.block_kit.texts import MOST_TEXT

PAIRS = [
    (layout.MOST_ACTIONS, sdk.ActionsBlock.elements_max_length),
    (layout.MOST_CONTEXT_ELEMENTS, sdk.ContextBlock.elements_max_length),
    (layout.MOST_CONTEXT_ACTIONS, sdk.ContextActionsBlock.elements_max_length),
    (layout.MOST_FIELDS, sdk.SectionBlock.fields_max_length),
    (MOST_TEXT, sdk.SectionBlock.text_max_length),
    (layout.MOST_HEADER, sdk.HeaderBlock.text_max_length),
    (layout.MOST_INPUT_TEXT, sdk.InputBlock.label_max_length),
    (layout.MOST_INPUT_TEXT, sdk.InputBlock.hint_max_length),
    (layout.MOST_IMAGE_TITLE, sdk.ImageBlock.title_max_length),
    (layout.MOST_MARKDOWN, sdk.MarkdownBlock.text_max_length),
    (elements.MOST_ALT_TEXT, sdk.ImageElement.alt_text_max_length),
    (elements.MOST_BUTTON_TEXT, sdk.ButtonElement.text_max_length),
    (elements.MOST_VALUE, sdk.ButtonElement.value_max_length),
    (elements.MOST_OVERFLOW_OPTIONS, sdk.OverflowMenuElement.options_max_length),
    (composition.MOST_URL, sdk.ButtonElement.url_max_length),
    (composition.MOST_IDENTIFIER, sdk.Block.block_id_max_length),
    (composition.MOST_PLACEHOLDER, InputInteractiveElement.placeholder_max_length),
    (composition.MOST_OPTIONS, sdk.StaticSelectElement.options_max_length),
    (composition.MOST_OPTION_GROUPS, sdk.StaticSelectElement.option_groups_max_length),
    (composition.MOST_OPTION_TEXT, sdk.Option.label_max_length),
    (composition.MOST_OPTION_VALUE, sdk.Option.value_max_length),
    (composition.CONFIRMATION["title"], sdk.ConfirmObject.title_max_length),
    (composition.CONFIRMATION["text"], sdk.ConfirmObject.text_max_length),
    (composition.CONFIRMATION["confirm"], sdk.ConfirmObject.confirm_max_length),
    (composition.CONFIRMATION["deny"], sdk.ConfirmObject.deny_max_length),
    (cards.MOST_TITLE, sdk.CardBlock.title_max_length),
    (cards.MOST_BODY, sdk.CardBlock.body_max_length),
    (cards.MOST_CARDS, sdk.CarouselBlock.elements_max_length),
    (cards.MOST_CHILDREN, sdk.ContainerBlock.child_blocks_max_length),
    (views.MOST_TITLE, View.title_max_length),
    (views.MOST_BLOCKS, View.blocks_max_length),
    (views.MOST_METADATA, View.private_metadata_max_length),
    (composition.MOST_IDENTIFIER, View.callback_id_max_length),
]


def test_our_limits_are_those_of_slacks_sdk() -> None:
    assert [ours for ours, _ in PAIRS] == [theirs for _, theirs in PAIRS]
