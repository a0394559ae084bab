"""Thousands of tests are collected in each of the processes that share them, with as little work as may be."""

import gc

import pytest


def pytest_configure() -> None:
    """Until all is collected there is nothing for the garbage collector to find."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What there is by now stays to the end."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 20)
