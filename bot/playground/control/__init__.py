"""What the page and the tests use to see the workspace as a person does, and to act as that person.

JSON over HTTP under /_local/.
"""
