"""What it means when a post carries the code that a member was given to prove their account."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.members import AccountLink
from bot.domain.posts import Post, handle_key

VALID_FOR = timedelta(days=2)
# Posts are read up to a quarter of an hour after they were written, longer while X falters.
TOLD_AFTER = timedelta(hours=1)
# Whoever posts this long after the end is told what to do; later it is a post like any other.
GRACE = timedelta(days=7)

# Letters and digits that cannot be mistaken for one another when typed off a screen.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LETTERS = 6
CODES = len(_ALPHABET) ** _LETTERS
_CODE = re.compile(rf"(?<!\w)tw-[{_ALPHABET}]{{{_LETTERS}}}(?!\w)", re.IGNORECASE)

# "proof"; "late": the right account, but the code had run out; "other_handle": an account that may
# be the member's under a new name.
Meaning = Literal["proof", "late", "other_handle"]


def code_of(number: int) -> str:
    """The code that stands for a number, which is to be drawn at random below CODES."""
    letters = ""
    for _ in range(_LETTERS):
        number, letter = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[letter]
    return f"tw-{letters}"


def codes_in(post: Post) -> set[str]:
    """The codes a post carries; a repost says nothing of its own."""
    # Hardly a post has a hyphen, which is looked for in no time.
    if post.is_repost or "-" not in post.text:
        return set()
    return {found.group().lower() for found in _CODE.finditer(post.plain_text)}


def meaning(link: AccountLink, handle: str, at: datetime, *, known: bool) -> Meaning | None:
    """What a post with a claim's code means that `handle` made at `at`; None if nothing at all.

    `known`: somebody else is known to go by the claimed handle. Then nobody renamed themselves;
    the code was copied.
    """
    in_time = at <= link.expires_at
    if handle_key(handle) == handle_key(link.handle):
        if in_time:
            return "proof"
        return "late" if at <= link.expires_at + GRACE else None
    return "other_handle" if in_time and not known else None
