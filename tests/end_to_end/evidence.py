"""What an archive and a recording say, read anew from their JSON and without the bot's own code."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.end_to_end.archives import Archive

Json = dict[str, Any]
# Things that are made in Discord, but are no messages.
NO_MESSAGES = {"ScheduledEvent", "IntroductionThread"}


@dataclass
class Facts:
    """`posts` are those under `data`, by id; `others` are there to explain them."""

    archive: Archive
    posts: dict[str, Json] = field(default_factory=dict)
    others: dict[str, Json] = field(default_factory=dict)
    handles: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        content = self.archive.path.read_bytes()
        lines = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        for page in map(json.loads, lines.splitlines()):
            self.posts |= {post["id"]: post for post in page.get("data", ())}
            includes = page.get("includes", {})
            self.others |= {post["id"]: post for post in includes.get("tweets", ())}
            for user in includes.get("users", ()):
                self.handles.setdefault(user["id"], set()).add(user["username"].lower())

    @property
    def talk(self) -> list[str]:
        """The posts that are no reposts, oldest first."""
        posts = [post for post in self.posts.values() if not _referred(post, "retweeted")]
        return [p["id"] for p in sorted(posts, key=lambda p: (_at(p), int(p["id"])))]

    @cached_property
    def attendees(self) -> set[str]:
        """Who posted on the event days, by the clock on the wall there."""
        days = self.archive
        return {
            post["author_id"]
            for post in self.posts.values()
            if days.start <= _at(post).astimezone(days.zone).date() <= days.end
        }

    @property
    def doors_open(self) -> datetime:
        """The midnight with which the first day begins."""
        return datetime.combine(self.archive.start, time(), self.archive.zone)

    def person(self, handle: str) -> str:
        (found,) = self._called(handle)
        return found

    def shows(self, post: Json, one: str, other: str) -> bool:
        """Whether one of the two turns to the other in it."""
        there = {one: other, other: one}.get(post["author_id"])
        return there is not None and there in self.turned_to(post)

    def turned_to(self, post: Json) -> set[str]:
        """Everybody but its author whom it answers, quotes, passes on or calls by name."""
        found: set[Any] = set()
        for reference in post.get("referenced_tweets", ()):
            original = self.posts.get(reference["id"]) or self.others.get(reference["id"], {})
            found.add(original.get("author_id"))
        if _referred(post, "replied_to"):
            found.add(post.get("in_reply_to_user_id"))
        names = post.get("entities", {}).get("mentions", ())
        if _referred(post, "retweeted"):
            original_author = re.match(r"RT @(\w+):", post["text"])
            names = [{"username": original_author[1]}] if original_author else ()
        for name in names:
            found |= {name.get("id"), *self._called(name["username"])}
        return found - {None, post["author_id"]}

    def _called(self, handle: str) -> set[str]:
        return self._by_handle.get(handle.lower(), set())

    @cached_property
    def _by_handle(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for id_, names in self.handles.items():
            for name in names:
                found.setdefault(name, set()).add(id_)
        return found

    def before_the_doors(self, post_id: str) -> bool:
        return _at(self.posts[post_id]) < self.doors_open

    def before_the_end(self, post_id: str) -> bool:
        return _at(self.posts[post_id]).astimezone(self.archive.zone).date() <= self.archive.end


@dataclass
class Said:
    """What was announced, in the order in which it was."""

    lines: list[Json]

    @classmethod
    def in_file(cls, path: Path) -> Said:
        return cls([json.loads(line) for line in path.read_bytes().splitlines()])

    @property
    def sent(self) -> list[Json]:
        return [line for line in self.lines if line["action"] == "send"]

    @property
    def messages(self) -> list[Json]:
        return [line for line in self.sent if line["kind"] not in NO_MESSAGES]

    @property
    def posts(self) -> list[str]:
        return [post for line in self.sent for post in line.get("posts", ())]

    def of(self, kind: str) -> list[Json]:
        return [line for line in self.sent if line["kind"] == kind]

    def misplaced_answers(self) -> list[str]:
        """Replies that do not point at the message in which the post they answer stands."""
        standing: dict[str, int] = {}
        wrong = []
        for line in self.of("FeedMessage"):
            for entry in line["announcement"]["entries"]:
                parent = entry["parent"] and entry["parent"]["message_id"]
                if standing.get(str(entry["post"]["reply_to_id"])) != parent:
                    wrong.append(str(entry["post"]["id"]))
            standing |= dict.fromkeys(line["posts"], line["message"])
        return wrong


def _referred(post: Json, kind: str) -> bool:
    return any(reference["type"] == kind for reference in post.get("referenced_tweets", ()))


def _at(post: Json) -> datetime:
    return datetime.fromisoformat(post["created_at"]).astimezone(UTC)
