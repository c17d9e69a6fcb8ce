"""Archive files: pages of X API v2 as JSON, one a line, plain or gzipped, in any order.

That is what X's own answers give when kept, and what twarc2 writes (its `__twarc` key says
nothing to us). A line may also be a list of posts or a single post.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from msgspec.structs import astuple

from bot.domain.posts import Author, Post
from bot.errors import UserError
from bot.x.payload import Page, Unreadable, explained, parse_page

_GZIP = b"\x1f\x8b"
_PAGE_KEYS = {"data", "errors", "includes", "meta"}

_Thing = TypeVar("_Thing", Post, Author)


@dataclass(frozen=True, slots=True)
class Archive:
    """What a file tells: `posts` by time, then id, and the `context` others of them refer to."""

    posts: tuple[Post, ...]
    context: dict[int, Post]
    authors: dict[int, Author]


def read_archive(path: Path) -> Archive:
    """Read the whole file; a post or person told of more than once counts as told most fully.

    Raises UserError: archive.missing, archive.truncated (cut off or damaged), archive.not_json and
    archive.not_pages (both with `line`), archive.empty (no posts); all with `path`.
    """
    posts: dict[int, Post] = {}
    others: dict[int, Post] = {}
    authors: dict[int, Author] = {}
    for page in _pages(path):
        _merge(posts, page.posts)
        _merge(others, page.context)
        _merge(authors, page.authors)
    if not posts:
        raise UserError("archive.empty", path=str(path))
    _merge(posts, (other for other in others.values() if other.id in posts))
    known = {**others, **posts}
    return Archive(
        posts=tuple(
            sorted(
                (explained(post, known) for post in posts.values()),
                key=lambda post: (post.created_at, post.id),
            )
        ),
        context={
            other.id: explained(other, known) for other in others.values() if other.id not in posts
        },
        authors=authors,
    )


def json_lines(path: Path) -> Generator[tuple[int, Any], None, None]:
    """What each line of a file says, plain or gzipped, with the line's number; empty ones not.

    Raises UserError: archive.missing, archive.truncated and archive.not_json, as `read_archive`.
    """
    for number, line in _numbered_lines(path):
        try:
            body = json.loads(line)
        except ValueError as error:
            begun = line.lstrip().startswith((b"{", b"[")) and not line.endswith(b"\n")
            key = "archive.truncated" if begun else "archive.not_json"
            raise UserError(key, line=number, path=str(path)) from error
        yield number, body


def _pages(path: Path) -> Iterator[Page]:
    for number, body in json_lines(path):
        try:
            yield parse_page(_as_page(body))
        except Unreadable as error:
            raise UserError("archive.not_pages", line=number, path=str(path)) from error


def _as_page(body: Any) -> Any:
    """A list of posts or a single post, as the page they would have come in."""
    if isinstance(body, dict) and not _PAGE_KEYS & body.keys():
        if "id" not in body:
            raise Unreadable("neither a page nor a post")
        body = [body]
    return {"data": body} if isinstance(body, list) else body


def _numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as raw:
            zipped = raw.read(len(_GZIP)) == _GZIP
            raw.seek(0)
            for number, line in enumerate(_unzipped(raw) if zipped else raw, start=1):
                if line.strip():
                    yield number, line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UserError("archive.truncated", path=str(path)) from error
    except OSError as error:
        raise UserError("archive.missing", path=str(path), reason=error.strerror) from error


def _unzipped(raw: BinaryIO) -> Iterable[bytes]:
    return gzip.GzipFile(fileobj=raw, mode="rb")


def _merge(known: dict[int, _Thing], told: Iterable[_Thing]) -> None:
    for thing in told:
        before = known.get(thing.id)
        if before is None or _fullness(thing) > _fullness(before):
            known[thing.id] = thing


def _fullness(thing: Post | Author) -> tuple[int, int, str]:
    """More text is fuller, then more fields told; the rest only makes the order of lines void."""
    told = sum(map(bool, astuple(thing)))
    return (len(thing.text) if isinstance(thing, Post) else 0, told, repr(thing))
