"""What people can see of a world, as plain facts to compare: ids replaced by who or what they are.

Two worlds in which the same happened have the same facts, however often the bot died on the way.
Left out is what honestly differs:

- How many posts share a message, and so how many deliveries of posts there are: the more waited,
  the fewer. Their order, and where each stands, is compared (`within`).
- By what an answer leads to the post above it: a link, a reference, or standing right below. That
  it leads there is compared.
- Whether a post, or anything else the bot says by itself, stands first: a process that begins anew
  may read before it is time to. Each kind keeps its own order.
- Until when an offer stands: whoever begins anew notices earlier that somebody has left. That the
  message and the database tell the same hour is compared.
- Money: within what the kills may have cost (`runs`).
- When something was asked, sent or looked at, and how often it was tried; what organisers and
  members typed but did not confirm; secrets and codes, which are drawn at random.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.crash.town import Town
from tests.crash.within import within

_SNOWFLAKE = re.compile(r"\d{15,}")
_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"\btw-\w+")
_OFFER, _MOMENT = '"offer:#', re.compile(r"<t:\d+")
_MIRRORED = {"text": "X"}
_WHERE_IT_STANDS = re.compile(r"\[[^\]]*\]\(https://discord\.com/channels/[^)]*\) · ")
_LEFT_OUT = {"id", "timestamp", "edited_timestamp", "nonce", "channel_id", "guild_id", "author"}
_LEFT_OUT |= {"url", "proxy_url", "creator", "creator_id", "user_count", "webhook_id"}

# What stands for people in the database.
_ROWS = {
    "rsvp": "SELECT event_id, member_id, status, turn, guests FROM rsvps",
    "introduction": "SELECT member_id, kind, state, answer, met FROM introductions"
    " JOIN introduction_members ON introduction_id = introductions.id",
    "pair": "SELECT one_id, other_id, kind FROM introduced_pairs",
    "apart": "SELECT member_id FROM blocks",
    "found": "SELECT event_id, member_id, words FROM recognition",
    "followed up": "SELECT introduction_id FROM follow_ups",
    "considered": "SELECT event_id, member_id FROM round_attendees",
    "delivery": "SELECT kind, key, member_id, state, wanted FROM deliveries WHERE kind <> 'feed'",
    "feed": "SELECT event_id, post_id, state FROM feed",
    "post": "SELECT id, author_id FROM posts",
    "verdict": "SELECT post_id, kind FROM verdicts",
    "interaction": "SELECT post_id, number, kind, other_id FROM interactions",
    "person": "SELECT id, handle FROM people",
    "link": "SELECT member_id, handle, person_id FROM account_links",
    "consent": "SELECT member_id, introductions, introduced_where, remind_where FROM members",
    "change": "SELECT kind, state FROM changes",
    "reminder": 'SELECT event_id, "offset", state FROM reminders',
    "round": "SELECT event_id, due_at, state FROM rounds",
    "event": "SELECT id, name, place, capacity, state, revision FROM events",
    "series": "SELECT number, event_id, state, next_at FROM series",
    "turn": "SELECT number, event_id, slot_at FROM occurrences",
    "organisers ask": "SELECT event_id, wording, required FROM questions",
    "answer": "SELECT question_id, member_id, answer FROM answers",
    "chat": "SELECT event_id, starts_at, ends_at, state FROM chats",
    "chat asks": "SELECT number, text, state FROM chat_questions",
    "chat post": "SELECT post_id, number, role FROM chat_posts",
    "came": "SELECT member_id, name, how, by_id FROM attendance",
    "door": "SELECT event_id, closed_at IS NULL FROM doors",
}


@dataclass(frozen=True)
class Difference:
    """`lost`: facts that are missing; `doubled`: there more often than they should be;
    `half_made`: what no undisturbed world shows."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    half_made: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.half_made)


def difference(found: Counter[str], right: Counter[str]) -> Difference:
    lost = (right - found).elements()
    surplus = list((found - right).elements())
    doubled = tuple(each for each in surplus if each in right)
    half_made = tuple(each for each in surplus if each not in right)
    return Difference(tuple(lost), doubled, half_made)


async def picture(town: Town) -> Counter[str]:
    """The facts of a world whose bot is at rest."""
    world = await town.remote.do("world")
    names = {str(number): name for name, number in town.ids.items()}
    facts: list[str] = []
    for guild in world["guilds"]:
        facts += [f"member {name}: {roles}" for name, roles in guild["members"].items()]
        facts += [_told("event", each, names) for each in guild["events"]]
        for channel in guild["channels"]:
            place = _NUMBER.sub("#", channel["name"])
            if "members" in channel:
                facts.append(f"thread {place}: {sorted(channel['members'])}")
            for message in channel["messages"]:
                facts += [_told(f"in {place}", each, names) for each in _parts(message)]
    for name, messages in world["direct"].items():
        facts += [_told(f"to {name}", each, names) for each in messages]
    for noun, rows in zip(_ROWS, await town.all_rows(_ROWS.values()), strict=True):
        facts += [f"{noun} {_row(noun, row, names)}" for row in rows]
    facts += await within(town, world)
    return Counter(facts)


def _parts(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The posts that a message mirrors, for posts share one when many wait, as they do after a
    kill; any other message as it is.

    Where the post stands that one answers is told by the message, by a link, or not at all where
    it stands right above: so that is left out.
    """
    embeds = message["embeds"]
    if not embeds or any(each.get("footer") != _MIRRORED for each in embeds):
        return [message]
    return [
        each | {"description": _WHERE_IT_STANDS.sub("", each["description"])} for each in embeds
    ]


def _told(place: str, found: dict[str, Any], names: dict[str, str]) -> str:
    told = json.dumps(_plain(found, names), sort_keys=True, ensure_ascii=False)
    # Until when an offer stands follows from when the bot noticed that somebody had left, which it
    # does sooner where it begins anew.
    return f"{place}: {_MOMENT.sub('<t:#', told) if _OFFER in told else told}"


def _plain(found: Any, names: dict[str, str]) -> Any:
    """Without what tells only when something was said, and by which id."""
    if isinstance(found, list):
        return [_plain(each, names) for each in found]
    if isinstance(found, dict):
        return {
            key: _NUMBER.sub("#", value) if key == "custom_id" else _plain(value, names)
            for key, value in found.items()
            if key not in _LEFT_OUT and value not in (None, [], {}, False)
        }
    if isinstance(found, str):
        return _SNOWFLAKE.sub(lambda match: names.get(match[0], "#"), found)
    return found


def _row(noun: str, row: tuple[Any, ...], names: dict[str, str]) -> str:
    if noun == "delivery":
        kind, key, member_id, state, wanted = row
        key = _SNOWFLAKE.sub(lambda match: names.get(match[0], "#"), key or "")
        key = _NUMBER.sub("#", _CODE.sub("code", key))
        row = (kind, key, member_id, state, bool(wanted))
    return " ".join(names.get(str(each), str(each)) for each in row)
