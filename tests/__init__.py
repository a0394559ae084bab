"""The tests mirror the tree: `tests/bot` and `tests/kpi`; `tests/support` is what they share."""
