"""Chatwoot: its report of customers' ratings. It exports no conversations. The last line names the report's period."""

import re

from kpi.ingest.vendors.vendor import Vendor

CSAT = Vendor(
    key="chatwoot",
    title="Chatwoot",
    marks=(
        "Agent Name",
        "Rating",
        "Feedback Comment",
        "Feedback",
        "Contact Name",
        "Contact Email Address",
        "Contact Phone Number",
        "Link to the conversation",
        "Recorded date",
        "Recorded at",
        "Review Notes",
    ),
    enough=5,
    columns={
        "Link to the conversation": "external_id",
        "Rating": "rating",
        "Agent Name": "assignee",
        "Recorded date": "rated_at",
        "Recorded at": "rated_at",
        "Contact Email Address": "requester",
        "Contact Phone Number": "requester",
        "Feedback Comment": None,
        "Feedback": None,
        "Contact Name": None,
        "Review Notes": None,
    },
    ticket_number=re.compile(r"/conversations/(\d+)"),
    notes=("This file has ratings only: Chatwoot exports no conversations.",),
)
