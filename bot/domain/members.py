"""What a Discord member agreed to, and which X account is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypedDict

# Where reminders reach a member, and which: all, or from the day before on.
Where = Literal["dm", "channel", "none"]
Which = Literal["all", "late"]
# Where members are introduced to each other.
Introduce = Literal["thread", "dm"]
# How an account was shown to be a member's: by their post, or by an organiser's word.
Proof = Literal["post", "vouched"]

# How many people a member can choose to be introduced to before a tweetup at most.
INTRODUCED_AT_MOST = (1, 3, 5)
INTRODUCED_UNLESS_CHOSEN = 3


@dataclass(frozen=True, slots=True)
class Consents:
    """A member's consents in one guild; None where they were not asked yet.

    Who did not say which reminders gets all of them. `listed`: their name may stand on the cards
    of tweetups they go to. `drawn`: they may stand in pictures of who talked to whom. `followed`:
    others who are going may be given their handle. `messaged`: the bot may write to them of its own
    accord. They are introduced in a thread unless they
    chose direct messages, and before a tweetup to at most so many people.
    """

    introductions: bool | None = None
    remind_where: Where | None = None
    remind_which: Which | None = None
    listed: bool | None = None
    drawn: bool | None = None
    followed: bool | None = None
    messaged: bool | None = None
    introduced_where: Introduce | None = None
    introduced_at_most: int | None = None

    @property
    def written_to(self) -> bool:
        """Whether news of tweetups and places comes by message.

        Who was not asked yet said so by choosing reminders by message.
        """
        return self.remind_where == "dm" if self.messaged is None else self.messaged


class Given(TypedDict, total=False):
    """What a member chooses of their consents; None leaves one as it is."""

    introductions: bool | None
    remind_where: Where | None
    remind_which: Which | None
    listed: bool | None
    drawn: bool | None
    followed: bool | None
    messaged: bool | None
    introduced_where: Introduce | None
    introduced_at_most: int | None


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A member's claim to an X account; proved once `person_id`, `proved_at` and `how` are set.

    `person_id` is X's id of the account, so the link survives a change of handle. `vouched_by` is
    the organiser who vouched. `seen_id` is an account that posted the code under another handle:
    whether it is theirs only the member can tell. `told_expired`: they know the code ran out.
    `scored_at` is when its timeline was last read for its scorecard.
    """

    guild_id: int
    member_id: int
    handle: str
    code: str = field(repr=False)
    expires_at: datetime
    person_id: int | None = None
    proved_at: datetime | None = None
    how: Proof | None = None
    vouched_by: int | None = None
    seen_id: int | None = None
    told_expired: bool = False
    scored_at: datetime | None = None
