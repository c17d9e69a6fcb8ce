"""Handles of X, in the forms people type and paste them."""

from __future__ import annotations

import re

# Pages of X that stand where a handle would: nobody can have them as theirs.
_PAGES = (
    "compose|explore|hashtag|home|i|intent|jobs|login|messages|notifications|search|settings|share"
)
_SIGN = re.compile(r"[@＠]\s*")
_ADDRESS = re.compile(
    rf"(?:https?://)?(?:www\.|mobile\.|m\.)?(?:x|twitter)\.com/(?!(?:{_PAGES})(?:[/?#]|\Z))@?",
    re.IGNORECASE,
)
# 4 to 15 for new accounts; some of the first have fewer.
_HANDLE = re.compile(r"\w{1,15}", re.ASCII)


def parse_handle(typed: str) -> str | None:
    """The handle in "@ada", "ada" or the address of a profile or post; None if there is none."""
    wanted = typed.strip()
    if address := _ADDRESS.match(wanted):
        wanted = re.split(r"[/?#]", wanted[address.end() :], maxsplit=1)[0]
    elif sign := _SIGN.match(wanted):
        wanted = wanted[sign.end() :]
    found = _HANDLE.fullmatch(wanted)
    return None if found is None else found[0]
