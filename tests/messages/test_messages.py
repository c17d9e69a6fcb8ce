"""The page of all messages says what is said."""

from __future__ import annotations

from tests.messages.page import PAGE, page


def test_the_page_of_all_messages_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.messages`"
