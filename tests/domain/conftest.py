from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def _far_from_greenwich() -> Iterator[None]:
    """Nothing may depend on where the machine stands, and most that run tests stand in UTC."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Chatham"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()
