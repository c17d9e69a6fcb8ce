"""The whole bot, its X on loopback: an organiser vouches for whom nobody can see on X."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from simcord.actors import MemberActor

from bot.app import assemble
from bot.sandbox.x_api import XSandbox
from cogs.client import TweetupBot
from db.engine import Database
from tests.cogs.configured import configured
from tests.cogs.town import SimClock, Town, said


@pytest.fixture
def simcord_bot(file: Database, clock: SimClock, sandbox: XSandbox) -> TweetupBot:
    config = configured(sandbox, poll_fastest_seconds=1_800, poll_slowest_seconds=1_800)
    return assemble(config, file, clock)


@dataclass
class Vouching:
    """Ada, whose account on X is protected, and the organiser Olive."""

    town: Town
    sandbox: XSandbox
    olive: MemberActor
    ada: MemberActor

    async def vouch(
        self,
        handle: str = "@ada_hr",
        member: MemberActor | None = None,
        by: MemberActor | None = None,
    ) -> str:
        options = {"member": member or self.ada, "handle": handle}
        result = await (by or self.olive).slash(self.town.channel, "tweetup vouch", **options)
        return said(result)

    async def link(self, handle: str = "ada_hr") -> str:
        return said(await self.ada.slash(self.town.channel, "link", handle=handle))

    async def known(self, of: MemberActor | None = None) -> str:
        return said(await (of or self.ada).slash(self.town.channel, "me show"))

    def asked(self) -> int:
        return sum("/users/by/username/" in seen.path for seen in self.sandbox.requests)


@pytest.fixture
async def vouching(town: Town, sandbox: XSandbox) -> AsyncIterator[Vouching]:
    user = sandbox.world.add_user("ada_hr", "Ada Quill")
    sandbox.world.protect(user)
    olive, ada = town.organiser(), town.member("ada")
    await town.plan(olive)
    yield Vouching(town, sandbox, olive, ada)
    await town.env.shutdown()


async def test_a_protected_account_is_vouched_for(vouching: Vouching) -> None:
    before = vouching.sandbox.charged
    await vouching.link()
    done = await vouching.vouch()
    assert done.startswith(f"Noted: @ada\\_hr on X is <@{vouching.ada.id}>, on your word.")
    assert vouching.sandbox.charged - before == 10_000
    (news,) = vouching.town.direct(vouching.ada)
    assert "An organiser has vouched for you, so @ada\\_hr on X is you" in news.content

    shown = await vouching.known()
    assert f"X account: @ada\\_hr. <@{vouching.olive.id}> vouched for it on <t:" in shown
    assert "vouched for the X account of 1 member." in await vouching.known(vouching.olive)
    assert "has an X account linked already" in await vouching.vouch()
    assert vouching.asked() == 1

    await vouching.town.services.privacy.forget(vouching.town.guild.id, vouching.olive.id)
    assert "X account: @ada\\_hr. An organiser vouched for it" in await vouching.known()


async def test_nobody_is_linked_without_their_own_word(vouching: Vouching) -> None:
    assert "has not asked me for @ada\\_hr" in await vouching.vouch()
    await vouching.link("ada_other")
    assert "has not asked me for @ada\\_hr" in await vouching.vouch()
    assert vouching.asked() == 0
    await vouching.link()
    assert "Noted" in await vouching.vouch("https://x.com/ada_hr")


async def test_a_claim_that_ran_out_still_shows_the_members_will(vouching: Vouching) -> None:
    await vouching.link()
    # Without an hour for each of its timers.
    vouching.town.env.backend.advance_clock(50 * 3_600)
    await vouching.town.env.advance_time(3_600)
    assert "Noted" in await vouching.vouch()


async def test_members_vouch_for_nobody_and_organisers_not_for_themselves(
    vouching: Vouching,
) -> None:
    await vouching.link()
    assert "Noted" not in await vouching.vouch(by=vouching.town.member("bo"))
    await vouching.olive.slash(vouching.town.channel, "link", handle="ada_hr")
    assert "Nobody can vouch for themselves" in await vouching.vouch(member=vouching.olive)
    assert vouching.asked() == 0


async def test_whoever_x_does_not_know_or_has_suspended(vouching: Vouching) -> None:
    await vouching.link("nobody_here")
    assert "X knows nobody called @nobody\\_here" in await vouching.vouch("nobody_here")
    gone = vouching.sandbox.world.add_user("gone_hr", "Gone")
    vouching.sandbox.world.suspend(gone)
    await vouching.link("gone_hr")
    assert "X has suspended @gone\\_hr" in await vouching.vouch("gone_hr")
    assert "once I have seen your post" in await vouching.known()


async def test_whom_the_bot_has_seen_it_does_not_look_up(vouching: Vouching) -> None:
    world = vouching.sandbox.world
    bo = world.add_user("bo_hires", "Bo Marsh")
    world.post(bo, "Hello #HRTweetup", at=vouching.town.clock.now())
    await vouching.town.env.advance_time(2_000)
    world.protect(bo)
    await vouching.link("bo_hires")
    assert "Noted" in await vouching.vouch("bo_hires")
    assert vouching.asked() == 0


async def test_link_says_so_where_an_account_is_known_to_be_protected(vouching: Vouching) -> None:
    await vouching.link()
    await vouching.vouch()
    await vouching.ada.slash(vouching.town.channel, "unlink")
    assert "**the posts of @ada\\_hr are protected**" in await vouching.link()
