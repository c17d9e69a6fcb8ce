"""No secret in anything that is written down: the last line of defence, after not writing it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

REDACTED = "[redacted]"

# Tokens are made while the bot runs as well, so that their values are not known here. What stands
# before each tells it, and stays.
_BY_PLACE = tuple(
    re.compile(f"({before}){secret}", re.IGNORECASE)
    for before, secret in (
        # Discord's, for each answer to an interaction and each webhook; discord.py warns with them.
        (r"(?:interactions|webhooks)/\d+/", r"[\w.%-]{20,}"),
        # Our own pages': aiohttp repeats a request line that it does not understand.
        (r"calendar/", r"[0-9a-f]{32}"),
        (r"checkin/", r"[a-z]{6}\b"),
        # Headers, for errors that have seen the request.
        (r"(?:bearer|bot) ", r"[\w.~+/%=-]{20,}"),
        # Payloads of Discord's, however often they were escaped.
        (r"token\\*[\"']: ?\\*[\"']", r"[^\"'\\]+"),
        # X's store for compliance jobs, whose addresses need no other token.
        (r"[?&][\w-]*(?:signature|credential|token)=", r"[\w.~+/%=-]+"),
        # PostgreSQL repeats the row that broke a rule, and asyncpg a value of the wrong kind: up to
        # the end of the line, or of the string in JSON.
        (r"(?:DETAIL:  |query argument \$\d+: )", r"(?:\\[^n]|[^\\\n\"])*"),
    )
)


class Redactor:
    """Blots secrets out of a finished text, so that it does not matter how they got into it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        longest_first = sorted(filter(None, secrets), key=len, reverse=True)
        self._by_value = re.compile("|".join(map(_however_written, longest_first)) or r"(?!)")

    def __call__(self, text: str) -> str:
        text = self._by_value.sub(REDACTED, text)
        for pattern in _BY_PLACE:
            text = pattern.sub(rf"\1{REDACTED}", text)
        return text


def _however_written(secret: str) -> str:
    """A pattern for the secret as it is, in a URL, or escaped by JSON and repr() in any order."""
    return "".join(map(_sign, re.sub(r"\\+", r"\\", secret)))


def _sign(sign: str) -> str:
    if sign == "\\":
        return r"(?:\\+|(?:%5C)+)"
    escaped = {sign, json.dumps(sign)[1:-1], repr(sign)[1:-1]}
    ways = {r"\\+".join(map(re.escape, way.split("\\"))) for way in escaped}
    in_url = re.escape(quote(sign, safe="", errors="surrogatepass"))
    return rf"\\*(?:{'|'.join(sorted(ways))}|{in_url})"
