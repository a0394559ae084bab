"""Files that people bring in in Slack: fetched, looked over, asked about, imported, and taken back.

What is going on with a file is kept in the store (`ledger`), so that its buttons work after a restart. Files themselves
are kept nowhere: they are fetched from Slack for each step, and removed after it. Reading and writing is done in
processes of their own (`workers`, `jobs`): the bot answers meanwhile.
"""
