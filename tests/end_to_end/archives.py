"""Archives to replay: an invented one, and the real ones where they are at hand."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.command import ROOT

SHARED = ROOT.parent / "shared" / "archives"
_ROW = re.compile(r"\| `(\w+)(\.jsonl\.gz)` \| [\d,]+ \| (\S+) to (\S+) \| (\S+) \|")


@dataclass(frozen=True)
class Archive:
    """A file and the event it is replayed for; the days are local and inclusive."""

    path: Path
    hashtag: str
    start: date
    end: date
    zone: ZoneInfo

    @property
    def arguments(self) -> tuple[str, ...]:
        return (
            *("replay", str(self.path), "--hashtag", self.hashtag),
            *("--start", str(self.start), "--end", str(self.end), "--tz", self.zone.key),
        )


def real_archives() -> list[Archive]:
    """Those that the table beside them describes; none where they are not at hand."""
    table = SHARED / "README.md"
    rows = _ROW.findall(table.read_text(encoding="utf-8")) if table.exists() else []
    return [
        Archive(
            SHARED / f"{name}{suffix}",
            name,
            date.fromisoformat(start),
            date.fromisoformat(end),
            ZoneInfo(zone),
        )
        for name, suffix, start, end, zone in rows
    ]


# --- The invented one: a fortnight of talk before an event on the other side of the date line.

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONE = ZoneInfo("Pacific/Auckland")
FIRST, LAST = date(2026, 1, 22), date(2026, 1, 23)
OPENS = datetime(2026, 1, 22, tzinfo=ZONE).astimezone(UTC)
HANDLES = (
    *("AnaHires", "ben_in_hr", "CleoTalks", "dev_people", "EstherRecruits", "finn_hr"),
    *("GiaSourcing", "hugo_works", "IdaAtWork", "jonas_hr", "KiraPeople", "leo_talent"),
)
MIDNIGHT_OWL = "midnight_owl"
ON_THE_EVE, AT_MIDNIGHT = len(HANDLES), len(HANDLES) + 1
_SNOWFLAKES_SINCE = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)


def invented_archive(folder: Path, *, talks: int = 50, zipped: bool = False) -> Archive:
    """Every kind of post in so many talks, in pages that overlap and come in any order.

    Two people post once, a second before the event's first midnight and at it; the latter was
    called by name before. Somebody answers a post that is not under the hashtag, and one that X
    tells nothing of.
    """
    dice = random.Random(2_026)
    posts = _talk(dice, talks)
    pages = [_page(posts[start : start + 24]) for start in range(0, len(posts), 20)]
    dice.shuffle(pages)
    pages[3]["__twarc"] = {"url": "https://api.x.com/2/tweets/search/all", "version": "2.14"}
    lines = "".join(f"{json.dumps(page)}\n" for page in (*pages, pages[0])).encode()
    path = folder / "hrtweetup.jsonl"
    path.write_bytes(gzip.compress(lines) if zipped else lines)
    return Archive(path, "#HRTweetup", FIRST, LAST, ZONE)


def _talk(dice: random.Random, talks: int) -> list[dict[str, Any]]:
    begun = [OPENS - 14 * DAY + dice.random() * 16 * DAY for _ in range(talks)]
    posts: list[dict[str, Any]] = []
    for at in sorted(at + n * MINUTE for at in begun for n in range(dice.randrange(1, 8))):
        author = dice.randrange(len(HANDLES))
        kinds = (_says, _answers, _answers, _quotes, _calls, _passes_on, _passes_on)
        act = dice.choice(kinds) if len(posts) > 3 else _says
        posts.append(_post(at, author, act(dice, posts)))
    posts.append(_post(OPENS - timedelta(seconds=1), ON_THE_EVE, _says(dice, posts)))
    posts.append(_post(OPENS, AT_MIDNIGHT, _says(dice, posts)))
    posts.append(_post(OPENS - 13 * DAY, 0, _names(MIDNIGHT_OWL, AT_MIDNIGHT)))
    posts.append(_post(OPENS - 3 * DAY, 0, _refers("replied_to", {"id": "77"}) | {"text": "Ah"}))
    posts.append(_post(OPENS - 3 * DAY, 1, _refers("replied_to", _ELSEWHERE)))
    return sorted(posts, key=lambda post: int(post["id"]), reverse=True)


def _post(at: datetime, author: int, what: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str((at - _SNOWFLAKES_SINCE) // timedelta(milliseconds=1) << 22 | author),
        "author_id": str(500 + author),
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
        "conversation_id": "1",
        **what,
    }


def _says(dice: random.Random, _: object) -> dict[str, Any]:
    return {"text": f"Thought {dice.randrange(1_000)} &amp; a *half* #HRTweetup"}


def _answers(dice: random.Random, posts: list[dict[str, Any]]) -> dict[str, Any]:
    return _refers("replied_to", dice.choice(posts[-30:]))


def _quotes(dice: random.Random, posts: list[dict[str, Any]]) -> dict[str, Any]:
    return _refers("quoted", dice.choice(posts[-30:]))


def _passes_on(dice: random.Random, posts: list[dict[str, Any]]) -> dict[str, Any]:
    original = dice.choice([p for p in posts if not p["text"].startswith("RT ")])
    handle = HANDLES[int(original["author_id"]) - 500]
    return _refers("retweeted", original) | {"text": f"RT @{handle}: {original['text'][:30]}…"}


def _calls(dice: random.Random, _: object) -> dict[str, Any]:
    """A mention, spelt as people spell handles; X does not always say whose it is."""
    other = dice.randrange(len(HANDLES))
    name = dice.choice((str.upper, str.lower, str))(HANDLES[other])
    return _names(name, other if dice.random() < 0.5 else None)


def _names(name: str, other: int | None) -> dict[str, Any]:
    mention: dict[str, Any] = {"username": name, "start": 3, "end": 4 + len(name)}
    if other is not None:
        mention["id"] = str(500 + other)
    return {"text": f"Is @{name} coming? #HRTweetup", "entities": {"mentions": [mention]}}


def _refers(kind: str, other: dict[str, Any]) -> dict[str, Any]:
    referring = {
        "text": f"So it is, {kind} #HRTweetup",
        "referenced_tweets": [{"type": kind, "id": other["id"]}],
    }
    if kind == "replied_to" and "author_id" in other:
        referring["in_reply_to_user_id"] = other["author_id"]
    return referring


def _page(posts: list[dict[str, Any]]) -> dict[str, Any]:
    users = [
        {"id": str(500 + n), "username": handle, "name": handle.title()}
        for n, handle in enumerate((*HANDLES, "eve_before", MIDNIGHT_OWL))
    ]
    return {
        "data": posts,
        "includes": {"users": users, "tweets": [_ELSEWHERE]},
        "meta": {"result_count": len(posts), "newest_id": posts[0]["id"]},
    }


_ELSEWHERE = _post(OPENS - 4 * DAY, 2, {"text": "Nothing to do with it"})
