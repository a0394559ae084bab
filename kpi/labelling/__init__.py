"""What a team says conversations are about: labels by hand, rules, and other names for intents.

A person's label comes first, then the first rule in whose words the subject has one, then what the source says; what
the team calls the result instead is applied last. `Ticket.intent` keeps what the source says, and `Ticket.given_intent`
has the result where it is another (`settling`): with the ticket's change itself, or after a change of rules or names in
short steps (`relabelling`).
"""
