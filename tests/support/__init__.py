"""Drivers and fixtures that several test folders use."""
