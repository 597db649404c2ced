"""What a browser leaves behind in the process of the tests must not reach the tests that come after it."""

import asyncio

import pytest


@pytest.mark.browser
def test_a_browser_was_here(browser):
    assert browser.version


async def _nothing():
    return "done"


@pytest.mark.browser
def test_after_a_browser_coroutines_can_be_run():
    assert asyncio.run(_nothing()) == "done"
