"""Jira Service Management: issues of its CSV export, of its API, and as a connector copies them.

The numbers are those of Jira's own statuses and priorities; a team's statuses have other numbers.
"""

from kpi.ingest.vendors.vendor import Vendor

ISSUES = Vendor(
    key="jira",
    title="Jira",
    marks=(
        # CSV
        "Issue key",
        "Issue id",
        "Issue Type",
        "Project key",
        "Project name",
        "Project type",
        "Status Category",
        "Status Category Changed",
        "Last Viewed",
        "Work Ratio",
        "Original estimate",
        "Remaining Estimate",
        "Custom field (Request Type)",
        # API
        "fields.created",
        "fields.issuetype.name",
        "fields.project.key",
        "fields.resolutiondate",
        "fields.status.name",
        "fields.status.statusCategory.key",
    ),
    enough=4,
    columns={
        "Issue key": "external_id",
        "key": "external_id",
        "Issue id": "external_id",
        "id": "external_id",
        "Created": "created_at",
        "fields.created": "created_at",
        "Updated": "updated_at",
        "fields.updated": "updated_at",
        "Custom field ([CHART] Date of First Response)": "first_response_at",
        "Resolved": "resolved_at",
        "fields.resolutiondate": "resolved_at",
        # To do, in progress or done, whatever a team calls its statuses.
        "Status Category": "status",
        "fields.status.statusCategory.key": "status",
        "Status": "status",
        "fields.status.name": "status",
        "Custom field (Satisfaction)": "rating",
        "Satisfaction rating": "rating",
        "Custom field (Satisfaction date)": "rated_at",
        "Custom field (Request Type)": "intent",
        "Assignee": "assignee",
        "fields.assignee.displayName": "assignee",
        "Priority": "priority",
        "fields.priority.name": "priority",
        "Reporter Id": "requester",
        "fields.reporter.accountId": "requester",
        "fields.reporter.emailAddress": "requester",
        "Reporter": "requester",
        "Summary": "subject",
        "fields.summary": "subject",
        "_fivetran_deleted": "deleted",
        # How it was resolved, not when; and when something else happened.
        "Resolution": None,
        "Status Category Changed": None,
        "fields.statuscategorychangedate": None,
        "Last Viewed": None,
        "Due date": None,
        "_fivetran_synced": None,
        # What is left of a promise, with pauses taken out.
        "Custom field (Time to first response)": None,
        "Custom field (Time to resolution)": None,
        # Effort, not time that passed.
        "Time Spent": None,
        "_time_spent": None,
        "Original estimate": None,
        "Remaining Estimate": None,
        "Work Ratio": None,
        # Who people are, and what they wrote.
        "Creator": None,
        "Description": None,
        "Environment": None,
        "Comment": None,
    },
    values={
        "status": {
            "1": "open",
            "3": "in progress",
            "4": "reopened",
            "5": "resolved",
            "6": "closed",
            "indeterminate": "in progress",
        },
        "priority": {"1": "Highest", "2": "High", "3": "Medium", "4": "Low", "5": "Lowest"},
    },
    day_first=True,
    notes=("Jira's times to first response and to resolution are not used: they leave pauses out.",),
)
