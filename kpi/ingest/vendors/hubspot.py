"""HubSpot: tickets by the names of their properties (API and connectors), or by their English labels (its export).

The export's labels are in the language of whoever exports, and pipelines with their stages are each team's own: the
numbers of stages here are those of the pipeline that HubSpot makes itself.
"""

from kpi.ingest.vendors.vendor import Vendor

_PROPERTIES: dict[str, str | None] = {
    "hs_ticket_id": "external_id",
    "hs_object_id": "external_id",
    "createdate": "created_at",
    "hs_lastmodifieddate": "updated_at",
    "first_agent_reply_date": "first_human_response_at",
    "closed_date": "resolved_at",
    "hs_ticket_reopened_at": "reopened_at",
    "hs_pipeline_stage": "status",
    "source_type": "channel",
    "hs_ticket_category": "intent",
    "hs_ticket_priority": "priority",
    "hubspot_owner_id": "assignee",
    "subject": "subject",
    "content": None,
    "hs_pipeline": None,
    "hubspot_team_id": None,
    "last_reply_date": None,
    "time_to_close": None,
    "time_to_first_agent_reply": None,
}

_OF_HUBSPOT_ALONE = tuple(name for name in _PROPERTIES if name not in ("subject", "content", "last_reply_date"))
_PREFIXES = ("", "property_", "properties.")  # As HubSpot names them, as a connector does, and inside JSON.

TICKETS = Vendor(
    key="hubspot",
    title="HubSpot",
    marks=(
        *(prefix + name for prefix in _PREFIXES for name in _OF_HUBSPOT_ALONE),
        "Ticket ID",
        "Ticket name",
        "Ticket owner",
        "Ticket status",
        "Create date",
        "Close date",
        "Pipeline",
        "First agent email response date",
        "Time to first agent email reply",
        "HubSpot team",
    ),
    enough=4,
    columns={
        **{prefix + name: meaning for prefix in _PREFIXES for name, meaning in _PROPERTIES.items()},
        "Ticket ID": "external_id",
        "Record ID": "external_id",
        "id": "external_id",
        "Create date": "created_at",
        "createdAt": "created_at",
        "Last modified date": "updated_at",
        "updatedAt": "updated_at",
        "First agent email response date": "first_human_response_at",
        "Close date": "resolved_at",
        "Ticket status": "status",
        "Source": "channel",
        "Category": "intent",
        "HubSpot team": "team",
        "Ticket owner": "assignee",
        "Priority": "priority",
        "Ticket name": "subject",
        "Associated Contact IDs": "requester",
        "Associated Contact": "requester",
        "associations.contacts.results": "requester",
        "is_deleted": "deleted",
        "archived": "deleted",
        "Pipeline": None,
        "Ticket description": None,
        "Last activity date": None,
        "Last contacted date": None,
        "Last customer reply date": None,
        "Time to close": None,
        "Time to first agent email reply": None,
        "_fivetran_synced": None,
    },
    values={
        "status": {
            "1": "new",
            "2": "waiting for customer",
            "3": "waiting for support",
            "4": "closed",
            "Waiting on contact": "waiting for customer",
        }
    },
    notes=(
        "A first reply is an agent's, as HubSpot records it.",
        "Where the stages of a team's own pipelines are numbers, a ticket is resolved once it has a close date.",
    ),
)
