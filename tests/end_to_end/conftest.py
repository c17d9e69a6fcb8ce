from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.browser import Camera


@pytest.fixture
def camera(request: pytest.FixtureRequest) -> Camera:
    folder: str | None = request.config.getoption("pictures")
    return Camera(None if folder is None else Path(folder))
