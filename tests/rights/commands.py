"""How every command is tried: with these options, about the first server's tweetup where it can be.

`EVENT`, `AWAY` and `MEMBER` stand for the tweetup, for one that was put away, and for somebody.
"""

from __future__ import annotations

from typing import Any

EVENT, AWAY, MEMBER, ROLE = "{event}", "{away}", "member", "role"
THIS: dict[str, Any] = {"event": EVENT}

COMMANDS: dict[str, dict[str, Any]] = {
    "tweetup create": {
        "name": "New",
        "hashtag": "New",
        "when": "22 January 18:30",
        "place": "Pub",
    },
    "tweetup edit": THIS | {"place": "Pub"},
    "tweetup postpone": THIS,
    "tweetup cancel": THIS | {"reason": "Rain"},
    "tweetup duplicate": THIS | {"when": "22 January 18:30"},
    "tweetup archive": THIS,
    "tweetup unarchive": {"event": AWAY},
    "tweetup list": {},
    "tweetup show": THIS,
    "tweetup rsvp": THIS | {"guests": 2},
    "tweetup requests": THIS,
    "tweetup questions": THIS,
    "tweetup answers": THIS,
    "tweetup reminders": THIS | {"times": "2h"},
    "tweetup no-shows": THIS,
    "tweetup repeat": THIS | {"rule": "every Thursday", "times": 3},
    "tweetup series show": THIS,
    "tweetup series stop": THIS,
    "tweetup vouch": {"member": MEMBER, "handle": "carla"},
    "tweetup release": {"handle": "carla"},
    "tweetup network": THIS,
    "tweetup introduce": THIS,
    "tweetup doctor": {},
    "tweetup organisers role": {"role": ROLE},
    "tweetup organisers add": THIS | {"member": MEMBER},
    "tweetup organisers remove": THIS | {"member": MEMBER},
    "tweetup organisers list": THIS,
    "feed status": THIS,
    "feed pause": THIS,
    "feed resume": THIS,
    "feed source": {"kind": "poll"},
    "feed backfill": THIS,
    "feed quiet-hours": THIS,
    "feed mute": THIS | {"author": "ada_hr"},
    "feed allow": THIS | {"author": "ada_hr"},
    "feed unmute": THIS | {"author": "ada_hr"},
    "feed block": THIS | {"word": "prize"},
    "feed unblock": THIS | {"word": "pyramid"},
    "feed filter": THIS,
    "feed digest": THIS,
    "door open": THIS,
    "door close": THIS,
    "checkin": {"code": "ABCDEF"},
    "chat schedule": THIS | {"when": "1 January 01:00"},
    "chat show": THIS,
    "chat cancel": THIS,
    "chat recap": THIS,
    "link": {"handle": "somebody"},
    "unlink": {},
    "me show": {},
    "me export": {},
    "me calendar": {},
    "me posts": THIS,
    "me forget": {},
    "me block": {"member": MEMBER},
    "me unblock": {"member": MEMBER},
}
