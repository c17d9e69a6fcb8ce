"""`/tweetup doctor`: what keeps the bot from working in one server, for its organisers."""

from __future__ import annotations

import discord

from bot.domain.rsvp import RsvpSettings
from cogs.rights import DiscordRights
from db import filters, reader, rsvp_settings
from db.filters import FilterSettings
from tests.cogs.town import NEEDED, Town, said


async def test_organisers_see_what_to_mend_and_when_all_is_well(town: Town) -> None:
    olive = town.organiser()
    empty = said(await olive.slash(town.channel, "tweetup doctor"))
    assert "No tweetup is planned here" in empty
    assert "`/tweetup create` sets one up" in empty
    await town.plan(olive)
    town.services.reading.kind = "poll"
    well = said(await olive.slash(town.channel, "tweetup doctor"))
    assert well.startswith("**All is well.**")
    assert f"In <#{town.channel.id}>, for HR Tweetup, I may do all I need" in well

    await _plant(town)
    town.allow_bot(NEEDED - {"manage_threads", "create_events"})
    ill = said(await olive.slash(town.channel, "tweetup doctor"))
    assert ill.startswith("**5 things need mending.**")
    assert "Missing: Manage Threads." in ill
    assert "in this server. Missing: Create Events." in ill
    assert "I lack Manage Roles" in ill
    assert "in which organisers of HR Tweetup look at held posts is gone" in ill
    assert "I stopped reading X" in ill
    assert "The X account is out of credits" in ill
    # The worst comes first, and each says how to mend it.
    assert ill.index("✗ To mend") < ill.index("✓")
    assert ill.count("\n-# → ") == 5

    found = await town.services.doctor.guild(town.guild.id, DiscordRights(town.bot))
    assert {each.key for each in found if each.level == "fault"} == {
        *("channel.missing", "guild.missing", "role.missing", "review.gone", "reading.stopped")
    }


async def test_a_role_that_stands_above_the_bots_cannot_be_given(town: Town) -> None:
    event = await town.set_up()
    role = town.guild.create_role("Coming", permissions=discord.Permissions.none())
    town.allow_bot(NEEDED | {"manage_roles"})
    async with town.database.begin() as conn:
        await rsvp_settings.save(conn, event.id, RsvpSettings(attendee_role=role.id))
    rights = DiscordRights(town.bot)
    found = await town.services.doctor.guild(town.guild.id, rights)
    held = await rights.of(town.guild.id)
    assert held is not None
    assert ("role.above" in {each.key for each in found}) is not held.roles[role.id]
    async with town.database.begin() as conn:
        await rsvp_settings.save(conn, event.id, RsvpSettings(attendee_role=1))
    found = await town.services.doctor.guild(town.guild.id, rights)
    assert "role.gone" in {each.key for each in found}


async def _plant(town: Town) -> None:
    """A role that nobody lets the bot give, a channel that is gone, and an account out of money."""
    (event,) = await town.events()
    role = town.guild.create_role("Coming", permissions=discord.Permissions.none())
    async with town.database.begin() as conn:
        await rsvp_settings.save(conn, event.id, RsvpSettings(attendee_role=role.id))
        await filters.save(conn, event.id, FilterSettings(review_channel_id=1))
        await reader.refused(conn, reader.Refusal("x.no_credits", {}, town.clock.now()))
    town.services.reading.stopped = True
