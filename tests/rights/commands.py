"""How every command is tried: about the first server's tweetup where it can be, with these options.

`EVENT`, `AWAY` and `MEMBER` stand for the tweetup, for one that was put away, and for somebody.
"""

from __future__ import annotations

from typing import Any

from tests.text_uses import commands

EVENT, AWAY, MEMBER, ROLE = "{event}", "{away}", "member", "role"
# What has to be typed, or says more than the event alone.
_TYPED: dict[str, dict[str, Any]] = {
    "tweetup create": {
        "name": "New",
        "hashtag": "New",
        "when": "22 January 18:30",
        "place": "Pub",
    },
    "tweetup edit": {"place": "Pub"},
    "tweetup cancel": {"reason": "Rain"},
    "tweetup duplicate": {"when": "22 January 18:30"},
    "tweetup unarchive": {"event": AWAY},
    "tweetup rsvp": {"guests": 2},
    "tweetup reminders": {"times": "2h"},
    "tweetup repeat": {"rule": "every Thursday", "times": 3},
    "tweetup vouch": {"member": MEMBER, "handle": "carla"},
    "tweetup release": {"handle": "carla"},
    "tweetup organisers role": {"role": ROLE},
    "tweetup organisers add": {"member": MEMBER},
    "tweetup organisers remove": {"member": MEMBER},
    "feed source": {"kind": "poll"},
    "feed mute": {"author": "ada_hr"},
    "feed allow": {"author": "ada_hr"},
    "feed unmute": {"author": "ada_hr"},
    "feed block": {"word": "prize"},
    "feed unblock": {"word": "pyramid"},
    "checkin": {"code": "ABCDEF"},
    "chat schedule": {"when": "1 January 01:00"},
    "link": {"handle": "somebody"},
    "me block": {"member": MEMBER},
    "me unblock": {"member": MEMBER},
}


def typed_with(command: str) -> dict[str, Any]:
    """The options a command is tried with, by its name as Discord shows it: "tweetup no-shows"."""
    takes = commands()[command.replace(" ", ".").replace("-", "_")]
    return ({"event": EVENT} if "event" in takes else {}) | _TYPED.get(command, {})
