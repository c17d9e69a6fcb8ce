from __future__ import annotations

from urllib.parse import unquote

from simcord.results import InteractionResult

from tests.cogs.introducing import take
from tests.cogs.posts import ADA, BO, code_in, post
from tests.cogs.town import Town, answer_of, labels, said


async def test_an_account_is_proved_by_a_post_kept_from_others_and_taken_back(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    claimed = await ada.slash(town.channel, "link", handle="@ada_hr")
    code = code_in(said(claimed))
    assert f"#HRTweetup {code}" in said(claimed)
    assert f"#HRTweetup {code}" in unquote(button_url(claimed))

    await take(town, post(1, ADA, f"Hi all #HRTweetup {code}"))
    (news,) = town.direct(ada)
    assert "so @ada\\_hr on X is you" in news.content
    assert len(town.channel.history()) == 1, "a proof is not mirrored"

    await ada.user.click(news, label="Got it")
    assert town.direct(ada) == []
    again = await ada.slash(town.channel, "link", handle="other")
    assert "I know already that @ada\\_hr is yours" in said(again)
    thief = town.member("thief")
    refused = said(await thief.slash(town.channel, "link", handle="x.com/Ada_HR"))
    assert "Another member of this server has already shown that @Ada\\_HR is theirs" in refused
    assert str(ada.id) not in refused
    assert "ask an organiser" in refused

    forgotten = said(await ada.slash(town.channel, "unlink"))
    assert forgotten.startswith("Forgotten: I no longer know that @ada\\_hr on X is you")
    assert "X account: none" in said(await ada.slash(town.channel, "me show"))
    assert "nothing to forget" in said(await ada.slash(town.channel, "unlink"))


async def test_somebody_elses_post_proves_nothing(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    code = code_in(said(await ada.slash(town.channel, "link", handle="ada_hr")))
    await take(town, post(1, BO, f"Mine now #HRTweetup {code}"))
    assert town.direct(ada) == []
    shown = said(await ada.slash(town.channel, "me show"))
    assert "X account: @ada\\_hr, once I have seen your post, which I wait for until" in shown


async def test_without_an_event_there_is_nothing_to_link_for(town: Town) -> None:
    result = await town.member("ada").slash(town.channel, "link", handle="ada_hr")
    assert "I follow no hashtag here just now" in said(result)


async def test_me_shows_how_a_member_answered(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    assert "You have not answered any tweetup" in said(await ada.slash(town.channel, "me show"))

    await ada.click(town.card(), label="Going")
    shown = await ada.slash(town.channel, "me show")
    assert "HR Tweetup, <t:1769106600:F> (<t:1769106600:R>): going" in said(shown)


async def test_what_fits_no_message_is_shown_on_further_ones(town: Town) -> None:
    olive, ada = town.organiser(), town.member("ada")
    for number in range(15):
        await town.plan(olive, name=f"{number} {'x' * 95}", hashtag=f"tag{number}")
        await ada.click(town.channel.history()[-1], label="Maybe")
    shown = said(await ada.slash(town.channel, "me show"))
    assert [f"{number} xx" in shown for number in range(15)] == [True] * 15


async def test_nothing_is_forgotten_without_a_yes(town: Town) -> None:
    await town.set_up()
    ada = town.member("ada")
    await ada.click(town.card(), label="Going")
    asked = await ada.slash(town.channel, "me forget")
    await ada.click(answer_of(asked), label="Keep everything")
    assert "Nothing was changed" in said(asked)
    assert labels(answer_of(asked)) == []
    assert ": going" in said(await ada.slash(town.channel, "me show"))


async def test_forgetting_leaves_nothing_and_passes_the_place_on(town: Town) -> None:
    await town.set_up(capacity=1)
    ada, bo = town.member("ada"), town.member("bo")
    for member in (ada, bo):
        panel = await member.click(town.card(), label="Going")
        await member.click(answer_of(panel), label="Remind me by message")
    asked = await ada.slash(town.channel, "me forget")
    await ada.click(answer_of(asked), label="Forget me")
    assert "Forgotten" in said(asked)
    assert "You have not answered any tweetup" in said(await ada.slash(town.channel, "me show"))
    known = await town.services.privacy.known(town.guild.id, ada.id)
    assert known.consents.remind_where is None
    assert "1 place came free and is kept for you" in town.direct(bo)[0].content


def button_url(result: InteractionResult) -> str:
    (button,) = answer_of(result).components[0]["components"]
    return str(button["url"])
