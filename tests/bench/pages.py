"""Pages of X's recent search, invented, with all that the bot asks X for.

A quarter of the posts answers another, an eighth quotes one, an eighth passes one on; every tenth
is a job ad, and some people speak far more than others. Pages come oldest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bot.sandbox.x_api.model import snowflake

Json = dict[str, Any]

HASHTAG = "HRTweetup"
POSTS_IN_A_PAGE = 100
BEGIN = datetime(2026, 1, 8, 10, tzinfo=UTC)
# People speak as often, however many posts there are; and each of them so often, all in all.
EVERY = timedelta(seconds=2)
POSTS_OF_A_PERSON = 12
# What people refer to was said a while before, within so many posts.
LATELY = 400
_WORDS = [
    "tea",
    "coffee",
    "talk",
    "room",
    "people",
    "together",
    "interview",
    "question",
    "work",
    "morning",
    "hiring",
    "culture",
    "budget",
    "train",
    "candidates",
    "feedback",
    "onboarding",
    "remote",
    "office",
    "manager",
    "career",
    "honest",
    "story",
    "lunch",
    "meet",
    "wonder",
    "learnt",
    "yesterday",
    "tomorrow",
    "never",
    "always",
    "little",
    "much",
    "better",
    "again",
    "because",
]
_ADS = (
    "We're hiring! Senior Recruiter, {}. Apply now",
    "New job: HR Business Partner ({}), salary £52k, full time. Apply:",
)


def pages(posts: int, in_a_page: int = POSTS_IN_A_PAGE, people: int | None = None) -> Iterator[str]:
    """So many posts, the same ones each time, in JSON as X answers it.

    The more there are the more people speak, unless it is said how many do.
    """
    talk = _Talk(Random(2026), people or max(20, posts // POSTS_OF_A_PERSON))
    for first in range(0, posts, in_a_page):
        page = talk.page(first, min(first + in_a_page, posts))
        yield json.dumps(page, ensure_ascii=False, separators=(",", ":"))


class _Talk:
    def __init__(self, dice: Random, people: int) -> None:
        self._dice = dice
        self._people = people
        self._lately: list[Json] = []

    def page(self, first: int, end: int) -> Json:
        posts, others = [], {}
        for number in range(first, end):
            made, referred = self._post(number)
            posts.append(made)
            if referred is not None:
                others[referred["id"]] = referred
            if made["text"][:4] != "RT @":
                self._lately = [*self._lately[-LATELY:], made]
        posts.reverse()
        speaking = {post["author_id"] for post in (*posts, *others.values())}
        return {
            "data": posts,
            "includes": {
                "users": [_person(int(author_id)) for author_id in sorted(speaking)],
                "tweets": list(others.values()),
            },
            "meta": {
                "newest_id": posts[0]["id"],
                "oldest_id": posts[-1]["id"],
                "result_count": len(posts),
            },
        }

    def _post(self, number: int) -> tuple[Json, Json | None]:
        kind = self._dice.choices(
            ("said", "replied_to", "quoted", "retweeted", "ad"), (40, 25, 12.5, 12.5, 10)
        )[0]
        referred = self._dice.choice(self._lately) if self._lately else None
        author = 1 + int(self._people * self._dice.random() ** 2)
        at = BEGIN + number * EVERY
        post_id = str(snowflake(at, number % 4096))
        mentions, words = [], self._words(number, kind)
        if kind in {"said", "ad"} or referred is None:
            kind, referred = "said", None
            conversation = post_id
        else:
            handle = _person(int(referred["author_id"]))["username"]
            conversation = referred["conversation_id"] if kind == "replied_to" else post_id
            if kind == "retweeted":
                words = f"RT @{handle}: {referred['text']}"[:140]
            elif kind == "replied_to":
                words = f"@{handle} {words}"
            if kind != "quoted":
                mentions = [(handle, referred["author_id"])]
        made = {
            "id": post_id,
            "text": words,
            "author_id": str(_id_of(author)),
            "created_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "edit_history_tweet_ids": [post_id],
            "conversation_id": conversation,
            "lang": "en",
            "possibly_sensitive": False,
            "entities": _entities(words, mentions),
            "public_metrics": {
                name: self._dice.randrange(9)
                for name in (
                    *("retweet_count", "reply_count", "like_count", "quote_count"),
                    *("bookmark_count", "impression_count"),
                )
            },
        }
        if referred is not None:
            made["referenced_tweets"] = [{"type": kind, "id": referred["id"]}]
            if kind == "replied_to":
                made["in_reply_to_user_id"] = referred["author_id"]
        return made, referred

    def _words(self, number: int, kind: str) -> str:
        if kind == "ad":
            said = self._dice.choice(_ADS).format(self._dice.choice(("London", "Leeds", "York")))
        else:
            said = " ".join(self._dice.choices(_WORDS, k=self._dice.randint(4, 34)))[:225]
        link = f" https://t.co/{number:010x}" if kind == "ad" or number % 5 == 0 else ""
        return f"{said} #{HASHTAG}{link}"


def _entities(words: str, mentions: list[tuple[str, str]]) -> Json:
    found: Json = {
        "annotations": [
            {
                "start": 0,
                "end": 6,
                "probability": 0.7301,
                "type": "Other",
                "normalized_text": words[:7],
            }
        ]
    }
    if (at := words.find(f"#{HASHTAG}")) >= 0:
        found["hashtags"] = [{"start": at, "end": at + 1 + len(HASHTAG), "tag": HASHTAG}]
    if (at := words.find("https://t.co/")) >= 0:
        url = words[at:].split(maxsplit=1)[0]
        found["urls"] = [
            {
                "start": at,
                "end": at + len(url),
                "url": url,
                "expanded_url": f"https://example.com/posts/{url[-10:]}?ref=hrtweetup",
                "display_url": f"example.com/posts/{url[-10:]}",
            }
        ]
    if mentions:
        found["mentions"] = [
            {"start": 0, "end": 1 + len(handle), "username": handle, "id": person}
            for handle, person in mentions
        ]
    return found


def _id_of(number: int) -> int:
    return 1_000_000_000_000 + 7919 * number


def _person(person_id: int) -> Json:
    number = (person_id - 1_000_000_000_000) // 7919
    return {
        "id": str(person_id),
        "username": f"person_{number}",
        "name": f"A Person No. {number}",
        "protected": False,
        "profile_image_url": f"https://pbs.twimg.com/profile_images/{person_id}/face_normal.jpg",
    }
