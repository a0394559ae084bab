"""Tests of the message machinery."""
