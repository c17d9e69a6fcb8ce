from __future__ import annotations
from pathlib import Path
import pytest
from tests.end_to_end.browser import Camera
@pytest.fixture
def camera() -> Camera:
    d=Path("/tmp/b-shots"); d.mkdir(exist_ok=True)
    import os
    return Camera(d if os.environ.get("SHOTS") else None)
