"""How long conversations are kept, and what stays of them: their days, as they were counted."""
