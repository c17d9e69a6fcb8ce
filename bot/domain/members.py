"""What a Discord member agreed to, and which X account is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LINK_CODE_VALID = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Consents:
    """A member's consents in one guild; None where they were not asked yet.

    `listed`: their name may stand on the cards of tweetups they go to.
    """

    introductions: bool | None = None
    direct_reminders: bool | None = None
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A member's claim to an X account; proved once `person_id` and `proved_at` are set.

    `person_id` is X's id of the account, so the link survives a change of handle.
    """

    guild_id: int
    member_id: int
    handle: str
    code: str
    expires_at: datetime
    person_id: int | None = None
    proved_at: datetime | None = None
