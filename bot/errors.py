"""What can go wrong and whose turn it then is.

Texts are looked up by key where the error meets a person, in that person's language.
"""

from __future__ import annotations


class TweetupError(Exception):
    """An error with a text in the catalogue under `error.<key>`, filled with `params`."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params


class UserError(TweetupError):
    """A person asked for something that cannot be; they can put it right themselves."""


class SourceStopped(TweetupError):
    """X will not answer until somebody acts: no credits, a spend cap, a refused key."""


class NoAnswer(Exception):
    """X did not say what is gone, in this way and for now; another way may serve."""


class DatabaseTooNew(TweetupError):
    """The database was written by a later version of this program."""


class Replaced(TweetupError):
    """Another process of the same name has begun, and does what this one did."""


class Unreachable(Exception):
    """A message cannot go there: closed DMs, no permission, a deleted channel.

    `reason` is one of "dm_closed", "dm_unwanted" (the member wants no messages of ours),
    "no_permission", "gone", "deleted" (the place is there, what stood in it was deleted by hand)
    or "refused".
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class TryLater(Exception):
    """Discord did not take the message now; it certainly does not stand there.

    `seconds` is how long to wait, where Discord says so.
    """

    def __init__(self, seconds: float | None = None, detail: str = "") -> None:
        super().__init__(seconds, detail)
        self.seconds = seconds
        self.detail = detail


class NotNow(Exception):
    """X gives no answer now; it is to be left alone for `seconds`."""

    def __init__(self, seconds: float, detail: str = "") -> None:
        super().__init__(seconds, detail)
        self.seconds = seconds
        self.detail = detail


class OutcomeUnknown(Exception):
    """The connection broke in mid-call: the message may or may not stand there."""
