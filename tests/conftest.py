"""The order of the tests, and the browser of those marked ``browser``."""

from __future__ import annotations

import shutil

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones last: what breaks in a room is told by that room's own tests first."""
    items.sort(key=lambda item: item.get_closest_marker("acceptance") is not None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium, for Playwright's ``executable_path``: nothing downloads a browser of its own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here; Debian and Ubuntu: apt install chromium fonts-noto-cjk")
    return path
