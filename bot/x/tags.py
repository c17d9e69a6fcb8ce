"""TAGS archives: the spreadsheet that Martin Hawksey's TAGS fills, exported as CSV.

A row is a post of the older API: `text` is what it showed, `entities_str` its entities as JSON.
Neither the author's display name nor the post that a repost passes on is told; that one is looked
for among the other rows.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bot.domain.cleaning import clean
from bot.domain.posts import Author, Link, Mention, Post, handle_key
from bot.errors import UserError
from bot.x.archive import Archive
from bot.x.snowflake import made_at

_NEEDED = ("id_str", "from_user", "text", "from_user_id_str")
_CREATED_AT = "%a %b %d %H:%M:%S %z %Y"
_GREATEST_ID = 2**63 - 1
_REPOST = re.compile(r"RT @(?P<handle>\w{1,15}): (?P<text>.+)", re.DOTALL)
_MENTION = re.compile(r"(?<![\w@])@(\w{1,15})")
_HASHTAG = re.compile(r"(?<![\w&])[#＃](\w+)")
# As much of a value as is repeated where it cannot be read.
_SHOWN = 60
# Enough of a text to tell posts of one author apart.
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: the file's line it ends in, and what is wrong with which value."""

    line: int
    column: str
    found: str


class _Bad(Exception):
    def __init__(self, column: str, found: str) -> None:
        super().__init__(column, found)
        self.column = column
        self.found = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"


def is_tags(path: Path) -> bool:
    """Whether a file looks like a CSV export of TAGS rather than X's own JSON."""
    try:
        with path.open("rb") as file:
            return b"id_str" in file.readline(4_096).split(b"{")[0]
    except OSError:
        return False


def read_tags(path: Path) -> tuple[Archive, tuple[BadRow, ...]]:
    """Read the whole file; rows that cannot be read are left out and named.

    Raises UserError: archive.missing, archive.not_text, tags.columns, tags.csv (with `line`),
    archive.empty (no row that can be read); all with `path`.
    """
    posts: dict[int, Post] = {}
    authors: dict[int, Author] = {}
    bad: list[BadRow] = []
    for line, row in _rows(path):
        try:
            post = _post(row)
            handle, avatar = row["from_user"], row.get("profile_image_url") or None
            author = Author(post.author_id, handle.lstrip("@"), handle.lstrip("@"), avatar)
        except _Bad as error:
            bad.append(BadRow(line, error.column, error.found))
            continue
        posts.setdefault(post.id, post)
        authors.setdefault(author.id, author)
    if not posts:
        raise UserError("archive.empty", path=str(path))
    handles = {handle_key(author.handle): author.id for author in authors.values()}
    ordered = sorted(posts.values(), key=lambda post: (post.created_at, post.id))
    return Archive(_with_originals(ordered, handles), {}, authors), tuple(bad)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise UserError("tags.columns", path=str(path), missing=", ".join(missing))
            try:
                for row in reader:
                    yield reader.line_num, _clean(row)
            except csv.Error as error:
                line = reader.line_num
                raise UserError("tags.csv", path=str(path), line=line, reason=error) from error
    except OSError as error:
        raise UserError("archive.missing", path=str(path), reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise UserError("archive.not_text", path=str(path)) from error


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    return {k: clean(value) if isinstance(value, str) else value for k, value in values.items()}


def _post(row: Mapping[str, str]) -> Post:
    post_id = _id(row, "id_str")
    if not row["from_user"].strip():
        raise _Bad("from_user", "")
    entities = _entities(row)
    mentions, hashtags = _mentions(entities, row["text"]), _hashtags(entities, row["text"])
    reply_to = _id(row, "in_reply_to_status_id_str", optional=True)
    answered = _id(row, "in_reply_to_user_id_str", optional=True)
    return Post(
        id=post_id,
        author_id=_id(row, "from_user_id_str"),
        text=row["text"],
        created_at=_created_at(row, post_id),
        lang=row.get("user_lang") or None,
        hashtags=hashtags,
        mentions=mentions,
        links=_links(entities),
        reply_to_id=reply_to or None,
        reply_to_author_id=answered or None if reply_to else None,
    )


def _id(row: Mapping[str, str], column: str, *, optional: bool = False) -> int:
    """An id, 0 for an optional one that is blank. Spreadsheets make 1.2E+17 of some."""
    found = (row.get(column) or "").strip().removeprefix("'")
    if optional and not found:
        return 0
    if not (found.isascii() and found.isdecimal() and 0 < int(found) <= _GREATEST_ID):
        raise _Bad(column, found)
    return int(found)


def _created_at(row: Mapping[str, str], post_id: int) -> datetime:
    """When a post was made; its id tells where the row does not."""
    found = (row.get("created_at") or "").strip()
    if not found:
        return made_at(post_id)
    try:
        return datetime.strptime(found, _CREATED_AT).astimezone(UTC)
    except ValueError:
        raise _Bad("created_at", found) from None


def _entities(row: Mapping[str, str]) -> Mapping[str, Any]:
    found = (row.get("entities_str") or "").strip()
    try:
        entities = json.loads(found or "{}", object_hook=_clean)
    except ValueError:
        raise _Bad("entities_str", found) from None
    if not isinstance(entities, dict):
        raise _Bad("entities_str", found)
    return entities


def _items(entities: Mapping[str, Any], kind: str, needed: str) -> list[Mapping[str, Any]]:
    found = entities.get(kind)
    items = found if isinstance(found, list) else []
    return [item for item in items if isinstance(item, dict) and isinstance(item.get(needed), str)]


def _mentions(entities: Mapping[str, Any], text: str) -> tuple[Mention, ...]:
    told = _items(entities, "user_mentions", "screen_name")
    if told:
        return tuple(Mention(item["screen_name"], _mentioned_id(item)) for item in told)
    return tuple(Mention(handle) for handle in _MENTION.findall(text))


def _mentioned_id(item: Mapping[str, Any]) -> int | None:
    found = str(item.get("id_str") or "")
    whole = found.isascii() and found.isdecimal() and int(found) <= _GREATEST_ID
    return int(found) if whole else None


def _hashtags(entities: Mapping[str, Any], text: str) -> tuple[str, ...]:
    told = tuple(item["text"] for item in _items(entities, "hashtags", "text"))
    return told or tuple(_HASHTAG.findall(text))


def _links(entities: Mapping[str, Any]) -> tuple[Link, ...]:
    return tuple(
        Link(
            item["url"],
            str(item.get("expanded_url") or item["url"]),
            str(item.get("display_url") or item.get("expanded_url") or item["url"]),
        )
        for item in _items(entities, "urls", "url")
    )


def _with_originals(posts: list[Post], handles: Mapping[str, int]) -> tuple[Post, ...]:
    """The posts, reposts tied to the rows they pass on.

    One whose original is not among the rows mentions nobody: its mentions are the original's.
    """
    begins = {
        (post.author_id, _beginning(post.text)): post.id
        for post in reversed(posts)
        if not _REPOST.match(post.text)
    }
    return tuple(_tied(post, begins, handles) for post in posts)


def _tied(post: Post, begins: Mapping[tuple[int, str], int], handles: Mapping[str, int]) -> Post:
    found = _REPOST.match(post.text)
    if found is None:
        return post
    author_id = handles.get(handle_key(found["handle"]))
    original = begins.get((author_id or 0, _beginning(found["text"])))
    if original is None:
        return replace(post, mentions=())
    return replace(post, reposted_id=original, reposted_author_id=author_id)


def _beginning(text: str) -> str:
    return text.rstrip("…")[:_ENOUGH]
