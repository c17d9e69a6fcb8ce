"""`/tweetup momentum`, and the weekly note, as organisers read them."""

from __future__ import annotations

import io

from PIL import Image
from simcord.actors import MemberActor

from bot.domain.deliveries import NewDelivery
from bot.pictures import looks
from bot.pictures.momentum import HEIGHT
from cogs.render.drawing import DESCRIPTION_LIMIT
from db import deliveries
from tests.cogs.posts import ADA, BO, CY, batch, post
from tests.cogs.town import Town, answer_of, labels, said

SAID = (
    post(10, ADA, "What *helps* on Mondays? #HRTweetup"),
    post(11, BO),
    post(12, ADA, "So do I", reply_to_id=11, reply_to_author_id=BO.id),
    post(13, CY, "We are hiring! Apply now: https://jobs.example/1 #HRTweetup #jobs #hiring"),
)


async def send_note(town: Town, to: MemberActor) -> None:
    """The weekly note; that it comes when it is due, and once, is tested with the services."""
    (event,) = await town.events()
    new = NewDelivery(event.guild_id, "momentum", event_id=event.id, member_id=to.id)
    async with town.database.begin() as conn:
        await deliveries.add(conn, new, town.clock.now())
    town.services.deliver.wake()
    await town.env.settle()


async def test_organisers_see_how_it_grows_and_are_told_once_a_week(town: Town) -> None:
    olive, ann = town.organiser(), town.member("ann")
    await town.plan(olive, when="22 January 18:30")
    quiet = said(await olive.slash(town.channel, "tweetup momentum"))
    assert "Nobody has posted under #HRTweetup yet." in quiet
    await ann.click(town.card(), label="Going")
    for each in SAID:
        await town.services.ingest.take(batch(each))
    await town.env.advance_time(3_600)
    assert "for organisers" in said(await ann.slash(town.channel, "tweetup momentum"))

    shown = await olive.slash(town.channel, "tweetup momentum")
    words = said(shown)
    assert "On 1 January: **3 posts by 2 people**, with no days before" in words
    assert "2 people wrote under your hashtags for the first time." in words
    assert "Replies to somebody else: 1 of 3; " in words
    assert "beside the conversation: 1 of 4 in all." in words
    assert "it takes 30 posts by 5 people on 3 days" in words
    answer = answer_of(shown)
    todo = answer.embeds[0].description or ""
    assert "**1 question that nobody has answered:**\n- @ada\\_hr: What \\*helps\\* on" in todo
    assert "(<https://x.com/ada_hr/status/10>)" in todo
    assert "@ada\\_hr" in todo.partition("newcomer whom nobody has greeted:**")[2]
    # Ann did not agree that anybody is told that she comes.
    assert "**Going, and in no conversation I know of:** 1 person not named here." in todo
    (file,) = answer.attachments
    assert file.description == (
        "Bars of posts and people a day, from 1 January to 1 January. "
        "1 Jan: posts 3, replies 1, ads 1, people 2, new 2."
    )
    image = Image.open(io.BytesIO(await file.read()))
    assert (image.format, image.size) == ("PNG", (looks.WIDTH, HEIGHT))

    assert labels(answer) == ["No weekly note"]
    stopped = await olive.click(answer, label="No weekly note")
    state = answer_of(stopped).embeds[0].description or ""
    assert "Organisers get no weekly note with the figures." in state
    await olive.click(answer_of(stopped), label="Send a weekly note")

    await send_note(town, olive)
    (note,) = [m for m in town.direct(olive) if m.attachments]
    assert "On 1 January: **3 posts by 2 people**" in note.content
    assert "**A word from you would help:** 1 question that nobody has answered;" in note.content
    assert "1 person going and in no conversation I know of." in note.content
    # It stays, so it names nobody.
    assert "ada" not in note.content
    assert len(note.attachments[0].description or "") < DESCRIPTION_LIMIT
    await olive.user.click(note, label="Got it")
    assert not [m for m in town.direct(olive) if m.attachments]
