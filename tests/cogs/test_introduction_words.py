"""How introductions read that a round makes more rarely: of three people, and across a bridge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import structs

from bot.domain.announcements import Between, Evidence, Introduced, Introduction, IntroductionThread
from bot.domain.in_common import between
from bot.domain.interactions import Interaction
from bot.domain.meeting import WORDS_LIMIT
from bot.domain.posts import Author
from cogs.render.introduction import introduction, thread_name
from tests.cogs.posts import ADA, BO, CY, post
from tests.domain.making import an_event

NOW = datetime(2027, 6, 20, 12, tzinfo=UTC)
EVENT = an_event(NOW + timedelta(days=3), created_at=NOW)
THREE = (Introduced(11, ADA), Introduced(12, BO), Introduced(13, CY, joined=True))


def stands_between(one: Author, other: Author, *posts: tuple[int, Author, Author]) -> Between:
    acts = [
        Interaction(number, "reply", by.id, NOW - timedelta(days=9), other_id=to.id)
        for number, by, to in posts
    ]
    return Between(between(one.id, other.id, acts, EVENT.zone, NOW), EVENT.hashtag)


def of_three(**changed: Any) -> Introduction:
    return Introduction(
        5,
        EVENT,
        THREE,
        (Evidence(post(1, ADA), ADA),),
        "any.1",
        (
            stands_between(ADA, BO, (1, ADA, BO), (2, BO, ADA)),
            stands_between(CY, BO, (3, CY, BO)),
        ),
        **changed,
    )


def test_a_third_has_a_sentence_of_their_own() -> None:
    assert thread_name(IntroductionThread(5, EVENT, THREE)).startswith(
        "Ada Quill, Bo Marsh and Cy * Penn, meet each other · 5"
    )
    content = introduction(of_three(), 7).content
    assert content.startswith("<@11> (")
    assert "Ada Quill and Bo Marsh: You answered each other under #HRTweetup on 11 June." in content
    assert "Cy \\* Penn joins you, by way of Bo Marsh: Cy \\* Penn answered Bo Marsh" in content
    direct = introduction(of_three(to=13), 7).content
    assert direct.startswith("Meet <@11> (")
    assert "<@13>" not in direct


def test_a_bridge_says_so_and_shows_no_post() -> None:
    bridge = Introduction(5, EVENT, THREE[:2], (), "bridge.1", shared=(CY,))
    message = introduction(bridge, 7)
    assert "You have not talked yet, but you both talked with Cy \\* Penn" in message.content
    assert "What was said is below" not in message.content
    assert "A question to begin with: " in message.content
    assert message.embeds == ()


def test_the_longest_introduction_fits_into_a_message() -> None:
    name = "W" * 50
    members = tuple(
        Introduced(
            2**63 - number,
            structs.replace(each.author, name=name, handle=f"_{number}_" + "_" * 12),
            joined=each.joined,
            find_me="*" * WORDS_LIMIT,
        )
        for number, each in enumerate(THREE, start=1)
    )
    longest = replace(of_three(met=True), members=members, event=replace(EVENT, name="*" * 100))
    assert len(introduction(longest, 7).content) <= 2_000
