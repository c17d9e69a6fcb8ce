"""A round on demand, and who is kept apart, through Discord."""

from __future__ import annotations

from tests.cogs.introducing import Pair, join, people_in, take
from tests.cogs.posts import ADA, BO, mention, post
from tests.cogs.town import Town, said


async def test_an_organiser_has_people_introduced_now(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    nobody = said(await olive.slash(town.channel, "tweetup introduce"))
    assert "Nobody was introduced" in nobody
    assert "it takes two" in nobody
    ada, bo = town.member("ada"), town.member("bo")
    await join(town, ada, ADA, 1)
    await join(town, bo, BO, 2)
    silent = said(await olive.slash(town.channel, "tweetup introduce"))
    assert "have not talked to one another" in silent
    assert "Of 2 coming, 2 agreed" in silent
    await take(town, post(10, ADA, "Hello @bo_hires #HRTweetup", mentions=(mention(BO),)))
    await town.env.advance_time(3_600)
    done = said(await olive.slash(town.channel, "tweetup introduce"))
    assert "2 people who are coming to **HR Tweetup** have just been introduced" in done
    assert "ada" not in done.lower()
    (thread,) = town.channel.threads
    assert people_in(town, thread) == {ada.id, bo.id}
    again = said(await olive.slash(town.channel, "tweetup introduce"))
    assert "have been introduced already" in again
    refused = said(await ada.slash(town.channel, "tweetup introduce"))
    assert "introduced" not in refused


async def test_a_block_takes_the_introduction_back_and_nobody_is_told(
    town: Town, pair: Pair
) -> None:
    await town.env.advance_time(3_601)
    assert town.channel.threads
    answer = said(await pair.ada.slash(town.channel, "me block", member=pair.bo))
    assert "They are not told" in answer
    assert town.channel.threads == []
    assert not any("block" in each.content for each in town.direct(pair.bo))
    shown = said(await pair.ada.slash(town.channel, "me show"))
    assert "1 person I keep you apart from" in shown
    back = said(await pair.ada.slash(town.channel, "me unblock", member=pair.bo))
    assert "can be introduced" in back
    none = said(await pair.ada.slash(town.channel, "me unblock", member=pair.bo))
    assert "nothing has changed" in none
    oneself = said(await pair.ada.slash(town.channel, "me block", member=pair.ada))
    assert "That is you" in oneself
