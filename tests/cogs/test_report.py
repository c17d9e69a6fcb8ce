"""What organisers learn of a tweetup: how many will come, and what it came to."""

from __future__ import annotations

from simcord.results import InteractionResult

from bot.domain.posts import Author, Batch, Post
from tests.cogs.at_the_door import going, opened, pick
from tests.cogs.town import START, Town, answer_of, said

HOUR = 3_600


async def test_a_tweetup_is_foretold_and_afterwards_told_of(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="today 18:30")
    party = await going(town, "ada", "bo", "cy", "dee")
    await write(town, "Payroll!", "payroll", "my *payroll* @here")
    shown = said(await olive.slash(town.channel, "forecast"))
    assert "of 4 people.** In four cases of five" in shown
    assert "I know of no earlier tweetup" in shown
    assert "is not over yet" in said(await olive.slash(town.channel, "tweetup report"))
    for command in ("forecast", "tweetup report"):
        answer = said(await party[0].slash(town.channel, command))
        assert "That is for organisers" in answer

    await hours(town, 9)
    (notice,) = town.direct(olive)
    assert notice.content.startswith("**HR Tweetup:** expect **")
    await hours(town, 10)
    view, _ = await opened(town, olive)
    for member in party[:3]:
        await pick(view, olive, member)
    assert "has begun" in said(await olive.slash(town.channel, "forecast"))
    await town.sleep(40)
    assert "The report on **HR Tweetup** is ready" in town.direct(olive)[-1].content

    report = await olive.slash(town.channel, "tweetup report")
    told = fields(report)
    assert "Of those who had a place, 3 of 4 came." in told["Who came"]
    assert "On the day I had told you to expect" in told["Who came"]
    assert "Nobody was introduced." in told["Who met"]
    assert "3 people took part" in told["What people talked about"]
    picture, page = answer_of(report).attachments
    assert picture.description == (
        "Who came: With a place, 3 of 4. What people talked about: payroll, 3."
    )
    assert page.filename == "tweetup-2026-01-01.html"


async def hours(town: Town, number: int) -> None:
    for _ in range(number):
        await town.env.advance_time(HOUR)


async def write(town: Town, *texts: str) -> None:
    posts = [
        Post(number, number, f"{text} #HRTweetup", START, hashtags=("HRTweetup",))
        for number, text in enumerate(texts, start=1)
    ]
    authors = tuple(Author(post.id, f"person{post.id}", "Somebody") for post in posts)
    await town.services.ingest.take(Batch("search:hrtweetup", tuple(posts), authors=authors))


def fields(result: InteractionResult) -> dict[str, str]:
    (shown,) = answer_of(result).embeds
    assert shown.title == "HR Tweetup: did people connect?"
    return {str(field.name): str(field.value) for field in shown.fields}
