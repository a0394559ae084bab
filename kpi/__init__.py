"""The numbers: store, ingestion, definitions, questions and answers. Knows nothing of Slack, HTTP or templates."""
