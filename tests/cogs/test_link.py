"""Which X account is whose, as members and organisers go through it."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
import pytest
from simcord.actors import MemberActor

from bot.domain.posts import Author, Batch, Post
from db import account_links
from tests.cogs.posts import code_in
from tests.cogs.town import Town, answer_of, labels, said

ADA = Author(1, "ada_hr", "Ada Quill")


class Claiming:
    """A tweetup, and Ada who claims @ada_hr; nobody on X was ever seen."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.ada: MemberActor = town.member("ada")
        self._posts = 0

    async def link(self, handle: str = "ada_hr", by: MemberActor | None = None) -> str:
        return said(await (by or self.ada).slash(self.town.channel, "link", handle=handle))

    async def post(self, words: str, by: Author = ADA, at: datetime | None = None) -> None:
        self._posts += 1
        at = at or self.town.clock.now()
        post = Post(self._posts, by.id, f"{words} #HRTweetup", at, hashtags=("HRTweetup",))
        await self.town.services.ingest.take(Batch("search:hrtweetup", (post,), authors=(by,)))
        await self.town.env.settle()

    async def pass_hours(self, hours: int) -> None:
        await self.town.sleep(hours)

    async def known(self, of: MemberActor | None = None) -> str:
        return said(await (of or self.ada).slash(self.town.channel, "me show"))

    def told(self, who: MemberActor | None = None) -> list[discord.Message]:
        return self.town.direct(who or self.ada)

    def mirrored(self) -> int:
        return len([m for m in self.town.channel.history() if not m.components])


@pytest.fixture
async def claiming(town: Town) -> Claiming:
    await town.set_up()
    return Claiming(town)


async def test_what_to_post_can_be_copied_or_opened_on_x(claiming: Claiming) -> None:
    shown = await claiming.link("https://twitter.com/ada_hr?s=20")
    code = code_in(shown)
    until = int((claiming.town.clock.now() + timedelta(days=2)).timestamp())
    assert "To show me that @ada\\_hr is yours" in shown
    assert f"```\nLooking forward to #HRTweetup {code}\n```" in shown
    assert f"before <t:{until}:f> (<t:{until}:R>)" in shown
    assert "**#HRTweetup**" in shown
    assert "`/tweetup vouch`" in shown


async def test_asking_again_gives_the_same_code_and_another_handle_a_new_one(
    claiming: Claiming,
) -> None:
    first = await claiming.link()
    await claiming.pass_hours(1)
    again = await claiming.link("@ADA_HR")
    assert "the code is the same" in again
    assert code_in(again) == code_in(first)
    refused = await claiming.link("Ada Lovelace")
    assert "“Ada Lovelace” cannot be a handle on X" in refused
    assert code_in(await claiming.link()) == code_in(first), "a slip loses nothing"

    other = await claiming.link("ada_other")
    assert "the code is the same" not in other
    assert code_in(other) != code_in(first)
    await claiming.post(code_in(first))
    assert claiming.told() == []


async def test_a_code_that_runs_out_is_told_once_also_after_a_restart(claiming: Claiming) -> None:
    code = code_in(await claiming.link())
    await claiming.pass_hours(24)
    await claiming.town.restart()
    await claiming.pass_hours(24)
    assert claiming.told() == []
    await claiming.pass_hours(2)
    (news,) = claiming.told()
    assert "has run out, and I have seen no post with it. `/link` gives you a new one" in (
        news.content
    )
    assert "the code ran out" in await claiming.known()
    await claiming.pass_hours(2)
    await claiming.town.restart()
    await claiming.pass_hours(1)
    assert len(claiming.told()) == 1
    assert code_in(await claiming.link()) != code


async def test_a_post_that_was_in_time_counts_however_late_it_is_read(claiming: Claiming) -> None:
    code = code_in(await claiming.link())
    at = claiming.town.clock.now() + timedelta(hours=1)
    await claiming.pass_hours(52)
    await claiming.post(code, at=at)
    assert "on X is you" in claiming.told()[-1].content


@pytest.mark.parametrize(("days", "helped"), [(5, True), (10, False)])
async def test_who_posts_too_late_hears_what_to_do_for_a_week(
    claiming: Claiming, days: int, helped: bool
) -> None:
    code = code_in(await claiming.link())
    late = claiming.town.clock.now() + timedelta(days=days)
    await claiming.post(code, at=late)
    await claiming.post(code, at=late)
    assert [("had run out" in m.content) for m in claiming.told()] == [True] * helped
    assert "once I have seen your post" in await claiming.known()


async def test_a_handle_changed_after_the_proof_is_followed(claiming: Claiming) -> None:
    await claiming.post(code_in(await claiming.link()))
    await claiming.post("New name, same me", by=Author(1, "ada_anew", "Ada"))
    assert "X account: @ada\\_anew, shown to be yours" in await claiming.known()
    assert "@ada\\_anew is yours" in await claiming.link()


async def test_a_handle_given_up_and_taken_by_another_is_two_peoples(claiming: Claiming) -> None:
    await claiming.post(code_in(await claiming.link()))
    bo = claiming.town.member("bo")
    # Nobody saw what Ada calls herself now; that her old handle is another's now was seen.
    heir = Author(2, "ada_hr", "Another Ada")
    await claiming.post("Hello, I am new here", by=heir)
    await claiming.post(code_in(await claiming.link(by=bo)), by=heir)
    assert "shown to be yours" in await claiming.known(bo)
    async with claiming.town.database.read() as conn:
        linked = await account_links.people_of(conn, claiming.town.guild.id, [1, bo.id])
    assert linked == {bo.id: 2}


async def test_a_handle_changed_before_the_proof_is_asked_about(claiming: Claiming) -> None:
    code = code_in(await claiming.link())
    await claiming.post(code, by=Author(1, "ada_anew", "Ada *Quill*"))
    (asked,) = claiming.told()
    assert asked.content.startswith(
        "I have seen a post with your code. It came from @ada\\_anew (Ada \\*Quill\\*), but you"
        " told me @ada\\_hr. Is @ada\\_anew you?"
    )
    assert "once I have seen your post" in await claiming.known()
    assert claiming.mirrored() == 0

    await claiming.town.restart()
    await claiming.ada.user.click(asked, label="Yes, that is me")
    (asked,) = claiming.told()
    assert "Thank you: @ada\\_anew on X is you" in asked.content
    assert labels(asked) == []
    assert "X account: @ada\\_anew, shown to be yours" in await claiming.known()


async def test_whom_no_message_reaches_is_asked_by_link(claiming: Claiming) -> None:
    claiming.town.close_messages(claiming.ada)
    code = code_in(await claiming.link())
    await claiming.post(code, by=Author(1, "ada_anew", "Ada"))
    asked = await claiming.ada.slash(claiming.town.channel, "link", handle="ada_hr")
    assert "Is @ada\\_anew you?" in said(asked)
    await claiming.ada.click(answer_of(asked), label="Yes, that is me")
    assert "X account: @ada\\_anew, shown to be yours" in await claiming.known()


async def test_what_is_not_me_proves_nothing_and_mine_still_counts(claiming: Claiming) -> None:
    code = code_in(await claiming.link())
    await claiming.post(code, by=Author(2, "copycat", "Copy"))
    await claiming.post(code, by=Author(3, "copycat2", "Copy"))
    (asked,) = claiming.told()
    await claiming.ada.user.click(asked, label="No, not me")
    (asked,) = claiming.told()
    assert "I still wait for yours from @ada\\_hr" in asked.content
    await claiming.post(code)
    assert "shown to be yours" in await claiming.known()


async def test_a_question_about_a_claim_that_is_gone_is_over(claiming: Claiming) -> None:
    code = code_in(await claiming.link())
    await claiming.post(code, by=Author(1, "ada_anew", "Ada"))
    (asked,) = claiming.told()
    assert "I no longer wait for a post from @ada\\_hr" in said(
        await claiming.ada.slash(claiming.town.channel, "unlink")
    )
    tapped = await claiming.ada.user.click(asked, label="Yes, that is me")
    assert "no longer open" in tapped.followups[-1].content
    assert "X account: none" in await claiming.known()


async def test_a_copy_in_the_same_batch_does_not_hide_the_proof(claiming: Claiming) -> None:
    code = code_in(await claiming.link())
    bo, at = Author(2, "bo_hires", "Bo"), claiming.town.clock.now()
    posts = tuple(
        Post(number, by.id, f"{code} #HRTweetup", at, hashtags=("HRTweetup",))
        for number, by in enumerate((ADA, bo), start=1)
    )
    batch = Batch("search:hrtweetup", posts, authors=(ADA, bo))
    await claiming.town.services.ingest.take(batch)
    await claiming.town.env.settle()
    assert "shown to be yours" in await claiming.known()
    assert len(claiming.told()) == 1


async def test_of_two_who_claim_one_account_the_other_is_told(claiming: Claiming) -> None:
    bo = claiming.town.member("bo")
    code = code_in(await claiming.link())
    await claiming.link("@Ada_HR", by=bo)
    await claiming.post(code)
    (news,) = claiming.told(bo)
    assert "Another member of the server has just shown that @ada\\_hr on X is theirs" in (
        news.content
    )
    assert str(claiming.ada.id) not in news.content
    assert "X account: none" in await claiming.known(bo)
    await claiming.pass_hours(51)
    assert len(claiming.told(bo)) == 1


async def test_an_organiser_releases_what_its_owner_cannot_unlink(claiming: Claiming) -> None:
    town, bo = claiming.town, claiming.town.member("bo")
    olive = town.guild.add_member(
        town.env.create_user("oscar"),
        roles=[
            town.people,
            town.guild.create_role("More", permissions=discord.Permissions(manage_events=True)),
        ],
    )
    await claiming.post(code_in(await claiming.link()))
    refused = said(await bo.slash(town.channel, "tweetup release", handle="ada_hr"))
    assert "organise" in refused
    assert "shown to be yours" in await claiming.known()

    done = await olive.slash(town.channel, "tweetup release", handle="@ada_hr")
    assert "@ada\\_hr is no longer linked to anybody here" in said(done)
    assert str(claiming.ada.id) not in said(done)
    assert "An organiser has released @ada\\_hr" in claiming.told()[-1].content
    assert "X account: none" in await claiming.known()
    code = code_in(await claiming.link(by=bo))
    await claiming.post(code)
    assert "shown to be yours" in await claiming.known(bo)
    nobody = await olive.slash(town.channel, "tweetup release", handle="nobody")
    assert "Nobody in this server has shown that @nobody is theirs" in said(nobody)


async def test_the_button_leads_to_x_with_the_words(claiming: Claiming) -> None:
    result = await claiming.ada.slash(claiming.town.channel, "link", handle="ada_hr")
    assert labels(answer_of(result)) == ["Post it on X"]
