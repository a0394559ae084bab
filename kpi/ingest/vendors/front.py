"""Front: its export of messages, a row each. Conversations are put together from them."""

from kpi.ingest.vendors.vendor import Vendor

MESSAGES = Vendor(
    key="front",
    title="Front",
    marks=(
        "Message ID",
        "Segment ID",
        "Conversation ID",
        "Ticket IDs",
        "Segment",
        "Direction",
        "Message date",
        "Autoreply",
        "Reaction time",
        "Total reply time",
        "Handle time",
        "Attributed to",
        "Contact handle",
        "Segment start",
        "Segment end",
        "Segment closed",
        "Message API ID",
        "Conversation API ID",
    ),
    enough=5,
    columns={
        # The ids by which Front's webhooks know both, before those of its own pages.
        "Conversation API ID": "external_id",
        "Conversation ID": "external_id",
        "Message API ID": "event_id",
        "Message ID": "event_id",
        "Message date": "event_at",
        "Direction": "author",  # Inbound is the customer's, outbound the team's.
        "Autoreply": "autoreply",
        "Status": "status",
        "Inbox": "team",
        "Assignee": "assignee",
        "Subject": "subject",
        "Contact handle": "requester",
        # A segment is a stretch of activity: it closes when nothing happens, not when something is resolved.
        "Segment": None,
        "Segment ID": None,
        "Segment start": None,
        "Segment end": None,
        "Segment closed": None,
        "Last segment activity": None,
        # Durations in business hours, and whether a row counts as a first response.
        "Reaction time": None,
        "Total reply time": None,
        "Handle time": None,
        "Response time": None,
        "First response": None,
        "Business hours": None,
        # Who people are, and what they wrote.
        "Author": None,
        "Attributed to": None,
        "Contact name": None,
        "Account names": None,
        "From": None,
        "To": None,
        "Cc": None,
        "Bcc": None,
        "Extract": None,
        # Keys and labels.
        "Ticket IDs": None,
        "Tags": None,
        "Tag API IDs": None,
        "Inbox API ID": None,
    },
    notes=(
        "A first reply is the first outbound message after the customer's first; an autoreply is the bot's.",
        "Front's own durations are not used: they are in business hours.",
    ),
)
