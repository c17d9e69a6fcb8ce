"""Pictures of who talked to whom: who is in them, who sees them, and when they change."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import discord
import pytest
from PIL import Image
from simcord.actors import MemberActor

from bot.domain.gone import Gone
from bot.domain.posts import Author, Batch
from bot.pictures import looks
from tests.cogs.introducing import goes_and_claims
from tests.cogs.posts import mention, post
from tests.cogs.town import NEEDED, PEOPLE, Town, answer_of, labels, said

NAMES = ("Ada Quill", "Bo Marsh", "Cy * Penn", "Dee Lowe")
AUTHORS = tuple(
    Author(n, name.split()[0].lower() + "_hr", name) for n, name in enumerate(NAMES, start=1)
)


@pytest.fixture
async def olive(town: Town) -> MemberActor:
    olive = town.organiser()
    await town.plan(olive, when="4 January 18:30")
    return olive


@pytest.fixture
async def party(town: Town, olive: MemberActor) -> list[MemberActor]:
    """Four who are going and linked, each of whom answered the next; nobody was asked yet."""
    people = [town.member(author.handle) for author in AUTHORS]
    for number, (member, author) in enumerate(zip(people, AUTHORS, strict=True), start=1):
        code = await goes_and_claims(town, member, author)
        await take(town, author, number, f"#HRTweetup {code}")
    for number, (author, other) in enumerate(pairwise(AUTHORS), start=10):
        await take(town, author, number, f"Hello @{other.handle} #HRTweetup", mentions=(other,))
    # The posts are of the first minutes.
    await town.env.advance_time(3_600)
    return people


async def test_whoever_asks_is_asked_first_and_then_sees_the_picture(
    town: Town, party: list[MemberActor]
) -> None:
    ada, bo, cy, dee = party
    question = await ada.slash(town.channel, "tweetup network")
    assert "May I draw you too?" in said(question)
    assert labels(answer_of(question)) == ["Draw me too", "Leave me out"]
    refused = await ada.click(answer_of(question), label="Draw me too")
    assert "nothing to draw yet" in explained(refused)

    await agree(town, bo, cy)
    seen = await ada.slash(town.channel, "tweetup network")
    assert "Who talked to whom before HR Tweetup" in said(seen)
    assert "3 people of 4 who are going are in it" in said(seen)
    assert labels(answer_of(seen)) == ["Me and the people I’ll meet"]
    file = attached(town, seen)
    assert file.description is not None
    for name in ("Ada Quill", "Bo Marsh", "Cy * Penn"):
        assert name in file.description
    assert "Dee" not in file.description + said(seen)
    assert await is_picture(file)

    # Whoever said no sees the picture all the same, and can change their mind below it.
    question = await dee.slash(town.channel, "tweetup network")
    await dee.click(answer_of(question), label="Leave me out")
    shown = await dee.slash(town.channel, "tweetup network")
    assert "3 people of 4" in said(shown)
    assert labels(answer_of(shown)) == ["Me and the people I’ll meet", "Draw me too"]
    drawn = await dee.click(answer_of(shown), label="Draw me too")
    assert "4 people of 4" in said(drawn)


async def test_with_nobody_to_draw_it_says_what_to_do(town: Town, olive: MemberActor) -> None:
    for share in (False, True):
        answer = said(await olive.slash(town.channel, "tweetup network", share=share))
        assert "it takes two people who are going, agreed to be drawn" in answer


async def test_organisers_see_and_share_it_and_it_leaves_out_who_says_no(
    town: Town, olive: MemberActor, party: list[MemberActor]
) -> None:
    await agree(town, *party)
    assert "4 people of 4" in said(await olive.slash(town.channel, "tweetup network"))
    zed = town.member("zed")
    refused = said(await zed.slash(town.channel, "tweetup network"))
    assert "for those who are going to **HR Tweetup**" in refused
    refused = said(await party[0].slash(town.channel, "tweetup network", share=True))
    assert "for organisers" in refused
    everyone = {"permissions": PEOPLE.value}
    town.env.backend.edit_role(town.guild.id, town.guild.default_role.id, everyone)
    town.allow_bot(NEEDED - {"attach_files"})
    refused = said(await olive.slash(town.channel, "tweetup network", share=True))
    assert "Please give me these permissions there: Attach Files." in refused
    town.allow_bot(NEEDED)

    answer = await olive.slash(town.channel, "tweetup network", share=True)
    assert f"will be in <#{town.channel.id}>" in said(answer)
    await town.env.settle()
    (shown,) = pictures(town)
    assert "4 people of 4" in shown.content
    assert "Cy * Penn" in (shown.attachments[0].description or "")

    await town.services.privacy.consent(town.guild.id, party[3].id, drawn=False)
    await town.env.settle()
    (changed,) = pictures(town)
    assert changed.id == shown.id
    assert "3 people of 4" in changed.content
    (file,) = changed.attachments
    assert "Dee Lowe" not in (file.description or "")

    await party[2].slash(town.channel, "unlink")
    await town.env.settle()
    assert "2 people of 4" in pictures(town)[0].content
    await party[3].click(town.card(), label="Can’t make it")
    await town.env.settle()
    assert "2 people of 3" in pictures(town)[0].content
    asked = await party[1].slash(town.channel, "me forget")
    await party[1].click(answer_of(asked), label="Forget me")
    await town.env.settle()
    assert pictures(town) == []


async def test_it_is_shared_anew_what_is_gone_leaves_it_and_taken_away_it_stays_away(
    town: Town, olive: MemberActor, party: list[MemberActor]
) -> None:
    await agree(town, *party)
    seen = set()
    for _ in range(2):
        await olive.slash(town.channel, "tweetup network", share=True)
        await town.env.settle()
        (shown,) = pictures(town)
        seen.add(shown.id)
    assert len(seen) == 2

    await town.services.removal.remove(Gone(posts={12: "deleted"}))
    await town.env.settle()
    (shown,) = pictures(town)
    assert "3 people of 4" in shown.content

    town.env.backend.delete_message(town.channel.id, shown.id)
    await town.services.removal.remove(Gone(posts={11: "deleted"}))
    await town.env.settle()
    assert pictures(town) == []
    assert not any("gone" in message.content for message in town.direct(olive))


async def test_ones_own_picture_is_for_oneself_alone(
    town: Town, olive: MemberActor, party: list[MemberActor]
) -> None:
    ada, bo, cy, dee = party
    await agree(town, bo, cy, dee)
    await olive.slash(town.channel, "tweetup network", share=True)
    await town.env.settle()
    (shown,) = pictures(town)

    # Ada did not agree: nobody else sees her, she sees herself and whom she talked to.
    own = await ada.click(shown, label="Me and the people I’ll meet")
    assert "**You and 1 person around you**" in said(own)
    file = attached(town, own)
    assert file.description == "You in the middle, and around you Bo Marsh."
    assert await is_picture(file)
    theirs = await bo.click(shown, label="Me and the people I’ll meet")
    assert attached(town, theirs).description == "You in the middle, and around you Cy * Penn."

    zed = town.member("zed")
    assert "Tap Going" in explained(await zed.click(shown, label="Me and the people I’ll meet"))
    await zed.click(town.card(), label="Going")
    assert "Say `/link` first" in explained(
        await zed.click(shown, label="Me and the people I’ll meet")
    )


async def test_those_one_is_introduced_to_are_in_ones_own_picture(
    town: Town, party: list[MemberActor]
) -> None:
    ada, bo = party[:2]
    await agree(town, ada, bo)
    for member in (ada, bo):
        await town.services.privacy.consent(town.guild.id, member.id, introductions=True)
    await town.sleep(18)
    own = await show_own(town, ada)
    assert "Broken lines lead to whom you are introduced to: Bo Marsh." in said(own)


async def agree(town: Town, *members: MemberActor) -> None:
    """They want to be drawn, without having seen what they said yes to."""
    for member in members:
        await town.services.privacy.consent(town.guild.id, member.id, drawn=True)


async def show_own(town: Town, member: MemberActor) -> Any:
    seen = await member.slash(town.channel, "tweetup network")
    return await member.click(answer_of(seen), label="Me and the people I’ll meet")


async def take(
    town: Town, by: Author, number: int, words: str, mentions: tuple[Author, ...] = ()
) -> None:
    named = tuple(mention(each) for each in mentions)
    posts = (post(number, by, words, mentions=named),)
    await town.services.ingest.take(Batch("search:hrtweetup", posts, authors=AUTHORS))
    await town.env.settle()


def pictures(town: Town) -> list[discord.Message]:
    return [each for each in town.channel.history() if each.attachments]


def attached(town: Town, result: Any) -> discord.Attachment:
    (file,) = answer_of(result).attachments
    return file


def explained(result: Any) -> str:
    return "\n".join(each.content for each in result.followups) or said(result)


async def is_picture(file: discord.Attachment) -> bool:
    image = Image.open(io.BytesIO(await file.read()))
    return (image.format, image.size) == ("PNG", (looks.WIDTH, looks.HEIGHT))
