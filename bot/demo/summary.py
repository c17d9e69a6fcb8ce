"""What happened in the demo, stage by stage, and whether all of it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.sandbox.discord_stage import DiscordStage
from bot.sandbox.story.model import Prove, Story, Take
from bot.sandbox.x_stage import XStage
from db import account_links, deliveries, events, feed, filed, rsvps
from db.engine import Database


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that must have happened: how often it did, and how often is enough."""

    name: str
    count: int
    wanted: int
    exactly: bool = False

    @property
    def happened(self) -> bool:
        return self.count == self.wanted if self.exactly else self.count >= self.wanted

    def __str__(self) -> str:
        mark = "✓" if self.happened else "✗"
        hint = "" if self.happened else f"  (wanted: {self.wanted})"
        return f"{mark} {self.count:>4}  {self.name}{hint}"


async def stages(
    story: Story, x_side: XStage, discord_side: DiscordStage, database: Database
) -> list[Stage]:
    """The stages of the main job, as the channel and the database tell them."""
    shown = Counter(discord_side.mirrored())
    wanted = x_side.standing(story, job_ads=False)
    adverts = x_side.standing(story, job_ads=True)
    members = [member.id for member in discord_side.members.values()]
    async with database.read() as conn:
        (event,) = await events.of_guild(conn, discord_side.guild.id)
        sent = await deliveries.count_sent(conn, event.id)
        tally = await rsvps.tally(conn, event.id)
        answers = await rsvps.of_event(conn, event.id)
        in_feed = await feed.counts(conn, event.id)
        states = await filed.states_of(conn, [post.versions[0] for post in adverts])
        linked = await account_links.people_of(conn, event.guild_id, members)
    found = sum(any(version in shown for version in post.versions) for post in wanted)
    takers = {discord_side.members[h.who].id for h in story.events if isinstance(h, Take)}
    taken = [r for r in answers if r.member_id in takers and r.status == "going"]
    folded = [s for s in states.get(event.id, {}).values() if s in ("folded", "digested")]
    proofs = sum(isinstance(happening, Prove) for happening in story.events)
    return [
        Stage("posts of people under the hashtag mirrored", found, len(wanted), exactly=True),
        Stage("job ads folded away, not mirrored", len(folded), len(adverts), exactly=True),
        Stage("digests that tell of them", sent.get("digest", 0), 5),
        Stage("posts mirrored twice", sum(n - 1 for n in shown.values()), 0, exactly=True),
        Stage("handles proved, their posts not mirrored", in_feed.get("proof", 0), proofs, True),
        Stage("accounts linked", len(linked), 10),
        Stage("members who answered", sum(tally.values()), 15),
        Stage("members going, in a full room", tally.get("going", 0), story.capacity, exactly=True),
        Stage("places passed on from the waitlist", len(taken), len(takers), exactly=True),
        Stage("reminders, in the channel and by message", sent.get("reminder", 0), 6),
        Stage("introductions in private threads", len(discord_side.threads()), 4),
    ]
