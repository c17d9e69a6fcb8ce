"""What must fit together within one world, and in which order things stand there.

How many posts share a message depends on how many waited, which after a kill are more; so does
whether an answer leads to the post above it by a link, by a reference or by standing right below.
Neither can be held against another world. That each answer leads to its own parent, somehow, can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from tests.crash.town import Json, Town

_NUMBER = re.compile(r"\d+")
_STATUS = re.compile(r"/status/(\d+)\Z")
_LEADS = re.compile(r"https://discord\.com/channels/\d+/\d+/(\d+)")
_MOMENT = re.compile(r"<t:(\d+)")


async def within(town: Town, world: Json) -> list[str]:
    """Facts about a world, each of which holds in every other in which the same happened."""
    channels = [each for guild in world["guilds"] for each in guild["channels"]]
    found = _Mirrored(town)
    facts: list[str] = []
    for channel in channels:
        place = _NUMBER.sub("#", channel["name"])
        facts += found.posts_in(place, channel["messages"])
        facts += found.conversations(channel["messages"])
        facts.append(f"messages in {place}: {found.order(channel['messages'])}")
    for name, messages in world["direct"].items():
        facts.append(f"messages to {name}: {found.order(messages)}")
    facts += await found.where_they_are_said_to(channels)
    return facts + await _offers(town, world["direct"])


class _Mirrored:
    """Mirrored posts, by the ids of their first versions."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def ids(self, message: Json) -> list[int]:
        """None where words or buttons stand with them: nothing of ours is attached to a post."""
        if message["components"] or message["content"]:
            return []
        urls = [each.get("url") or "" for each in message["embeds"]]
        return [self._first(int(found[1])) for url in urls if (found := _STATUS.search(url))]

    def _first(self, version: int) -> int:
        post = self._town.x.world.find(version)
        return version if post is None else post.versions[0]

    def posts_in(self, place: str, messages: Sequence[Json]) -> list[str]:
        """In their order."""
        return [f"posts in {place}: {[each for m in messages for each in self.ids(m)]}"]

    def order(self, messages: Sequence[Json]) -> list[str]:
        """The order of all else, by the first words."""
        words = [_NUMBER.sub("#", m["content"]).split() for m in messages if not self.ids(m)]
        return [" ".join(each[:4]) for each in words]

    def conversations(self, messages: Sequence[Json]) -> Iterator[str]:
        """What answers a post in the same channel leads there, or stands right below it."""
        shown = {post_id: message for message in messages for post_id in self.ids(message)}
        above: int | None = None
        for post_id, message in shown.items():
            post = self._town.x.world.find(post_id)
            parent = post.reply_to.versions[0] if post and post.reply_to else None
            if parent in shown:
                leads = parent == above or _led_to(message) >= {shown[parent]["id"]}
                yield f"{post_id} {'leads' if leads else 'does not lead'} to {parent}"
            above = post_id

    async def where_they_are_said_to(self, channels: Sequence[Json]) -> list[str]:
        standing = {int(m["id"]): self.ids(m) for each in channels for m in each["messages"]}
        query = (
            "SELECT post_id, message_id FROM feed JOIN deliveries ON deliveries.id = delivery_id"
            " WHERE feed.state = 'mirrored'"
        )
        return [
            f"{post_id} {'stands' if post_id in standing.get(message_id, ()) else 'is not'} there"
            for post_id, message_id in await self._town.rows(query)
        ]


def _led_to(message: Json) -> set[str]:
    """The messages to which a mirrored post leads."""
    referred = (message.get("message_reference") or {}).get("message_id")
    linked = (_LEADS.findall(each.get("description") or "") for each in message["embeds"])
    return {*chain.from_iterable(linked), referred}


async def _offers(town: Town, direct: dict[str, list[Json]]) -> list[str]:
    """Until when an offer stands follows from when the bot noticed that somebody had left, which it
    does sooner where it begins anew; but the message and the database tell the same hour."""
    names = {number: name for name, number in town.ids.items()}
    query = "SELECT member_id, offer_until FROM rsvps WHERE offer_until IS NOT NULL"
    facts = []
    for member_id, until in await town.rows(query):
        at = until if isinstance(until, datetime) else datetime.fromisoformat(f"{until}+00:00")
        told = str(int(at.timestamp()))
        name = names[member_id]
        said = any(told in _MOMENT.findall(each["content"]) for each in direct.get(name, []))
        facts.append(f"{name} {'knows' if said else 'was not told'} until when to answer")
    return facts
