"""Whom to follow: who stands on the list, who sees it, and how it is written."""

from __future__ import annotations

import re

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.domain.posts import Author, Batch
from bot.domain.who_to_follow import Group, Grouped
from bot.services.who_to_follow import FollowList
from cogs.render.people import pages, whole
from db import blocks
from tests.cogs.introducing import goes_and_claims
from tests.cogs.posts import post
from tests.cogs.town import Town, answer_of, labels, said
from tests.hostile.saying import event

DESCRIPTION_LIMIT = 4_096
NAMES = ("Ada Quill", "Bo Marsh", "Cy * Penn", "Dee Lowe", "Eli Hart")
AUTHORS = tuple(
    Author(n, name.split()[0].lower() + "_hr", name) for n, name in enumerate(NAMES, start=1)
)
WORDS = ("Payroll and rotas", "Payroll, rotas", "Rotas without payroll", "Cake", "Bees")


async def party(town: Town) -> list[MemberActor]:
    """Five who are going and linked; nobody was asked yet. Three of them talk about the same."""
    people = [town.member(author.handle) for author in AUTHORS]
    for number, (member, author) in enumerate(zip(people, AUTHORS, strict=True), start=1):
        code = await goes_and_claims(town, member, author)
        told = [
            post(10 * number, author, f"#HRTweetup {code}"),
            post(10 * number + 1, author, f"{WORDS[number - 1]} #HRTweetup"),
            post(10 * number + 2, author, f"{WORDS[number - 1]} once more #HRTweetup"),
        ]
        await town.services.ingest.take(Batch("search:hrtweetup", tuple(told), authors=AUTHORS))
    return people


def listed(shown: InteractionResult) -> str:
    return answer_of(shown).embeds[0].description or ""


async def test_those_who_agreed_stand_on_the_list_of_those_who_are_going(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="4 January 18:30")
    ada, bo, cy, dee, eli = await party(town)
    asked = await ada.slash(town.channel, "people")
    assert "May others who come follow you on X?" in said(asked)
    assert labels(answer_of(asked)) == ["Put me on the list", "Leave me off"]
    alone = await ada.click(answer_of(asked), label="Put me on the list")
    assert "Nobody else stands on the list of **HR Tweetup** yet" in said(alone)

    guild, consent = town.guild.id, town.services.privacy.consent
    for member in (bo, cy, dee):
        await consent(guild, member.id, followed=True)
    shown = await ada.slash(town.channel, "people")
    assert "3 people who would like it" in said(shown)
    assert "You stand on it for the others." in said(shown)
    link = "Bo Marsh [@bo\\_hr](<https://x.com/intent/follow?screen_name=bo_hr>)"
    assert all(each in listed(shown) for each in (link, "Cy \\* Penn", "Dee Lowe"))
    assert not any(name in listed(shown) for name in ("Ada", "Eli"))

    # The organiser, who is not going, sees all three who talk about the same by what they share.
    found = answer_of(await olive.slash(town.channel, "people"))
    (group, others) = (found.embeds[0].description or "").split("\n\n")
    assert group.casefold().startswith("**payroll, rotas**\n- ada quill")
    assert others.startswith("**With topics of their own**\n- Dee Lowe")
    assert labels(found) == ["Put me on the list"]
    (file,) = found.attachments
    assert file.filename.endswith(".txt")
    kept = (await file.read()).decode()
    assert "- Dee Lowe, @dee_hr: https://x.com/intent/follow?screen_name=dee_hr\n" in kept

    # Whoever said no sees it all the same; whoever is blocked is missing, and nobody is told.
    asked = await eli.slash(town.channel, "people")
    await eli.click(answer_of(asked), label="Leave me off")
    async with town.database.begin() as conn:
        await blocks.add(conn, guild, eli.id, bo.id, town.clock.now())
    for one, other in ((eli, "Bo Marsh"), (bo, "Eli Hart")):
        await consent(guild, eli.id, followed=True)
        shown = await one.slash(town.channel, "people")
        assert "3 people who would like it" in said(shown)
        assert other not in listed(shown)

    await consent(guild, dee.id, followed=False)
    await cy.click(town.card(), label="Can’t make it")
    shown = await ada.slash(town.channel, "people")
    assert "2 people who would like it" in said(shown)
    refused = said(await cy.slash(town.channel, "people"))
    assert "for those who are going to **HR Tweetup**" in refused


def test_three_hundred_people_come_in_pages_and_in_one_file() -> None:
    people = [Author(n, f"{'_' * 9}{n:06}", f"**{n:03} {'*' * 60}") for n in range(300)]
    groups = [
        Group((f"*term {n}* {'_' * 60}", "rotas"), tuple(people[n : n + 3]))
        for n in range(0, 90, 3)
    ]
    others = Grouped(tuple(groups), tuple(people[90:200]), tuple(people[200:]))
    found = FollowList(event("HR Tweetup"), others, "listed")
    written = pages(found)
    assert len(written) == 15
    assert max(len(each) for each in written) <= DESCRIPTION_LIMIT
    lines = "\n".join(written).splitlines()
    assert sum(line.startswith("- ") for line in lines) == 300
    # A part that goes on says on each page what it is.
    assert sum("With topics of their own" in line for line in lines) == 6
    told = whole(found)
    urls = re.findall(r": (https://x.com/intent/follow\?screen_name=\w+)$", told, re.MULTILINE)
    assert urls == [f"https://x.com/intent/follow?screen_name={p.handle}" for p in people]
    assert "\n\nStill to be discovered\n- **200" in told


def test_a_handful_needs_no_headings() -> None:
    few = Grouped((), (), AUTHORS[:3])
    (page,) = pages(FollowList(event("HR Tweetup"), few, "listed"))
    assert len(page.splitlines()) == 3
