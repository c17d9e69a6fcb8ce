"""What Discord's refusals mean for a message that was to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord
import structlog

from bot.errors import OutcomeUnknown, TryLater, Unreachable

log = structlog.get_logger(__name__)

# Discord's error codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes
UNKNOWN_MESSAGE = 10008
UNKNOWN_SCHEDULED_EVENT = 10070
DELETED = {UNKNOWN_MESSAGE, UNKNOWN_SCHEDULED_EVENT}
# Unknown member, unknown user
UNKNOWN_MEMBER = {10007, 10013}
# Unknown guild, missing access
NOT_THERE = {10004, 50001}
GONE = {10003, 10004, UNKNOWN_MESSAGE, 10013, UNKNOWN_SCHEDULED_EVENT}
NO_PERMISSION = {50001, 50013}
DM_CLOSED = {50007, 50278}
# "You are opening direct messages too fast"
DMS_TOO_FAST = 40003
DMS_LATER = 600.0
# "Maximum number of edits to messages older than 1 hour reached. Try again later."
OLD_EDITS = 30046
OLD_EDITS_LATER = 60.0


@contextmanager
def translated() -> Iterator[None]:
    """Raise Unreachable, TryLater or OutcomeUnknown for whatever discord.py raises inside."""
    try:
        yield
    except discord.RateLimited as error:
        raise TryLater(error.retry_after, str(error)) from error
    except discord.HTTPException as error:
        raise _meaning(error) from error
    except (aiohttp.ClientError, OSError) as error:
        raise OutcomeUnknown(repr(error)) from error
    except (KeyError, TypeError, ValueError, discord.DiscordException) as error:
        # Our own mistake. Given up and logged, it does not hold up what waits behind it.
        log.exception("announcement impossible")
        raise Unreachable("refused", repr(error)) from error


def _meaning(error: discord.HTTPException) -> Exception:
    """A server error may come after the message was taken, so nobody knows; a refusal is sure."""
    detail = f"{error.status} {error.code} {error.text}"
    if error.code == DMS_TOO_FAST:
        return TryLater(DMS_LATER, detail)
    if error.code == OLD_EDITS:
        return TryLater(_retry_after(error) or OLD_EDITS_LATER, detail)
    if error.status == 429:
        return TryLater(_retry_after(error), detail)
    if error.status >= 500:
        return OutcomeUnknown(detail)
    if error.code in NO_PERMISSION:
        return Unreachable("no_permission", detail)
    if error.code in DM_CLOSED:
        return Unreachable("dm_closed", detail)
    if error.code in DELETED:
        return Unreachable("deleted", detail)
    if error.code in GONE:
        return Unreachable("gone", detail)
    return Unreachable("refused", detail)


def _retry_after(error: discord.HTTPException) -> float | None:
    found = getattr(error.response, "headers", {}).get("Retry-After", "")
    return float(found) if found.replace(".", "", 1).isdigit() else None
