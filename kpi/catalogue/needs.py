"""What sources have to tell, and what is counted, in words."""

from kpi.catalogue.kpi import Need

OPENED = Need(("created_at",), "when a conversation was opened")
ENDS = Need(("status", "resolved_at"), "whether a conversation was resolved")
RESOLVED = Need(("resolved_at",), "when it was resolved")
AUTHORS = Need(("first_automated_response_at",), "whether a person or the bot answered it")
BOT = Need(("first_automated_response_at",), "when the bot answered it")
ANSWERS = Need(
    ("first_response_at", "first_human_response_at", "first_automated_response_at"), "when it was first answered"
)
SILENCE = Need(("first_response_at", "first_human_response_at"), "when it was first answered")
RATED_AT = Need(("rated_at", "resolved_at", "updated_at"), "when they rated it")
CONVERSATIONS = ("conversation", "conversations")
OPENED_ONES = ("opened conversation", "opened conversations")
RESOLVED_ONES = ("resolved conversation", "resolved conversations")
HAD_THEIR_DAYS = ("conversation that had its 7 days", "conversations that had their 7 days")
