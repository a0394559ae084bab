"""Counts what happened, conversation by conversation: the definitions of all that KPIs are computed from."""
