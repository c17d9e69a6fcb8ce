"""Write docs/messages.md: `python -m tests.messages`."""

from __future__ import annotations

from tests.messages.page import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
