"""The demo's story holds together: its people, and every post they write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.sandbox.story import STORY
from bot.sandbox.story.model import Delete, Edit, Prove, Repost, Say
from bot.sandbox.x_api.model import Media, Poll, Post
from bot.sandbox.x_api.world import World
from tests.sandbox.story_reading import EVERYONE, SAYS, mentioned

ROBOTS = {"board", "pigeon", "agency"}
HASHTAGS = re.compile(r"(?<![\w&])#(\w+)")
LINK = re.compile(r"https?://\S+")
LINK_LENGTH = 23
EDIT_WINDOW = timedelta(minutes=30)


def carries_hashtag(text: str) -> bool:
    return STORY.hashtag.casefold() in {tag.casefold() for tag in HASHTAGS.findall(text)}


def every_text() -> list[str]:
    return [event.text for event in STORY.events if isinstance(event, Say | Edit | Prove)]


# The world


def test_it_is_set_in_the_right_fortnight() -> None:
    assert STORY.begins == datetime(2026, 1, 8, 9, tzinfo=UTC)
    assert STORY.starts == datetime(2026, 1, 22, 18, 30, tzinfo=UTC)
    assert STORY.ends - STORY.starts == timedelta(hours=2, minutes=30)
    assert STORY.starts.strftime("%A") == "Thursday"
    assert STORY.people[STORY.organiser].member


def test_events_are_in_order_and_inside_the_story() -> None:
    moments = [event.at for event in STORY.events]
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert STORY.begins < moments[0]
    assert STORY.ends < moments[-1] < STORY.ends + timedelta(hours=18)
    assert all(moment.tzinfo is UTC for moment in moments)


def test_people_have_handles_x_would_give() -> None:
    handles = [person.handle for person in STORY.people.values()]
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,15}", handle) for handle in handles)
    assert len({handle.lower() for handle in handles}) == len(handles) >= 20
    assert len({person.name for person in STORY.people.values()}) == len(handles)
    assert all(key == person.key for key, person in STORY.people.items())
    assert all(0 < len(person.bio) <= 160 for person in STORY.people.values())
    assert all(not STORY.people[robot].member for robot in ROBOTS)


# The posts


def test_there_is_enough_to_read() -> None:
    assert 110 <= sum(not say.aside for say in SAYS.values()) <= 140
    assert sum(say.job_ad for say in SAYS.values()) >= 12
    assert {say.who for say in SAYS.values()} == set(STORY.people)
    assert all(say.job_ad for say in SAYS.values() if say.who in ROBOTS)
    assert sum(bool(say.media) for say in SAYS.values()) >= 5
    assert sum(say.poll is not None for say in SAYS.values()) == 1
    assert {say.lang for say in SAYS.values()} > {"en"}


def test_posts_have_ids_of_their_own() -> None:
    assert len(SAYS) == sum(isinstance(event, Say) for event in STORY.events)


def test_every_post_referred_to_stands_at_that_time() -> None:
    standing: dict[str, Say] = {}
    for event in STORY.events:
        if isinstance(event, Say):
            referred = [event.reply_to, event.quote]
            standing[event.id] = event
        elif isinstance(event, Repost | Edit | Delete):
            referred = [event.of]
        else:
            continue
        assert all(post_id in standing for post_id in referred if post_id), event
        if isinstance(event, Delete):
            del standing[event.of]


def test_nobody_reposts_themselves_or_twice() -> None:
    reposts = [event for event in STORY.events if isinstance(event, Repost)]
    assert reposts
    assert all(SAYS[repost.of].who != repost.who for repost in reposts)
    assert len({(repost.who, repost.of) for repost in reposts}) == len(reposts)


def test_the_feeds_posts_carry_the_hashtag_and_asides_do_not() -> None:
    for say in SAYS.values():
        assert carries_hashtag(say.text) is not say.aside, say.id
    assert all(
        carries_hashtag(event.text) for event in STORY.events if isinstance(event, Edit | Prove)
    )


def test_the_hashtag_counts_only_whole_and_in_any_case() -> None:
    texts = [say.text for say in SAYS.values()]
    assert any(f"#{STORY.hashtag}" in text and not carries_hashtag(text) for text in texts), (
        "nobody uses a longer hashtag that begins with ours"
    )
    assert any(f"#{STORY.hashtag}" not in text and carries_hashtag(text) for text in texts)


def test_an_answer_in_the_feed_may_have_a_parent_outside_it() -> None:
    assert any(
        not say.aside and say.reply_to is not None and SAYS[say.reply_to].aside
        for say in SAYS.values()
    )


def test_texts_have_the_length_they_say() -> None:
    for say in SAYS.values():
        shown = LINK.sub("-" * LINK_LENGTH, say.text)
        assert (len(shown) > 280) is say.long, (say.id, len(shown))


def test_mentions_are_of_people_in_the_story() -> None:
    assert sum(len(mentioned(text)) for text in every_text()) >= 10


def test_no_reply_mentions_whom_it_answers() -> None:
    for say in SAYS.values():
        if say.reply_to is not None and SAYS[say.reply_to].who != say.who:
            handle = STORY.people[SAYS[say.reply_to].who].handle
            assert not say.text.lower().startswith(f"@{handle.lower()} "), say.id


def test_texts_try_what_discord_would_mangle() -> None:
    everything = "\n".join(every_text())
    for trap in ("*", "_", "`", "<3", "&", "\n1. ", f"@{EVERYONE}"):
        assert trap in everything


def test_links_lead_to_nobody() -> None:
    links = LINK.findall("\n".join(every_text()))
    assert links
    assert all(re.match(r"https://[a-z]+\.example/", link) for link in links)


def test_photos_are_described() -> None:
    photos = [photo for say in SAYS.values() for photo in say.media]
    assert all(photo.alt_text for photo in photos)
    assert len({photo.url for photo in photos}) == len(photos)


def test_polls_are_as_x_allows() -> None:
    for poll in (say.poll for say in SAYS.values() if say.poll is not None):
        assert 2 <= len(poll.options) <= 4
        assert len(poll.votes) == len(poll.options)
        assert all(0 < len(option) <= 25 for option in poll.options)


def test_edits_are_as_x_allows() -> None:
    edits = [event for event in STORY.events if isinstance(event, Edit)]
    assert edits
    for edit in edits:
        post = SAYS[edit.of]
        assert post.poll is None
        assert post.reply_to is None or SAYS[post.reply_to].who == post.who
        assert edit.at - post.at <= EDIT_WINDOW
        assert edit.text != post.text


# On X itself


def test_x_takes_every_post_as_it_is_meant() -> None:
    now = STORY.begins
    world = World(lambda: now)
    users = {
        key: world.add_user(person.handle, person.name) for key, person in STORY.people.items()
    }
    posted: dict[str, Post] = {}
    for event in STORY.events:
        now = event.at
        if isinstance(event, Say):
            posted[event.id] = world.post(
                users[event.who],
                event.text,
                at=event.at,
                reply_to=posted[event.reply_to] if event.reply_to else None,
                quote=posted[event.quote] if event.quote else None,
                media=[Media("photo", photo.url, photo.alt_text) for photo in event.media],
                poll=Poll(event.poll.options, votes=event.poll.votes) if event.poll else None,
                lang=event.lang,
            )
        elif isinstance(event, Repost):
            world.post(users[event.who], at=event.at, repost_of=posted[event.of])
        elif isinstance(event, Edit):
            posted[event.of] = world.edit(posted[event.of], event.text, at=event.at)
        elif isinstance(event, Delete):
            world.delete(posted[event.of])
    for post_id, post in posted.items():
        assert (STORY.hashtag.casefold() in post.as_searched.hashtags) is not SAYS[post_id].aside
        assert (post.texts.note is not None) is SAYS[post_id].long
    assert [post_id for post_id, post in posted.items() if post.deleted_at] == ["hot-role"]
