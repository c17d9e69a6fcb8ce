"""How a feed stands, for its organisers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from babel.dates import format_timedelta
from discord.utils import format_dt

from bot.domain.markdown import escape
from bot.errors import TweetupError
from bot.services.feed_control import FeedStatus
from bot.texts import region, text
from cogs.errors import error_text
from cogs.render.written import written

# Lost spans that are told one by one; there is room for no more.
LOST_AT_MOST = 5


def status_text(status: FeedStatus) -> str:
    return "\n".join(line for section in SECTIONS for line in section(status))


def _heading(status: FeedStatus) -> Iterator[str]:
    event = status.event
    yield text(
        "feed.status.heading",
        name=escape(event.name),
        hashtag=escape(event.hashtag),
        channel=f"<#{event.channel_id}>",
    )


def _reading(status: FeedStatus) -> Iterator[str]:
    if status.stopped:
        yield text("feed.status.stopped")
    elif status.source is None:
        yield text("feed.status.not_reading")
    else:
        until = format_dt(status.read_until, "f")
        yield text(f"feed.status.source.{status.source}", until=until)
    if status.last_post is None:
        yield text("feed.status.no_post")
        return
    made_at, seen_at = status.last_post
    lag = format_timedelta(seen_at - made_at, threshold=1.5, locale=region())
    yield text("feed.status.last_post", at=format_dt(made_at, "R"), lag=lag)


def _posts(status: FeedStatus) -> Iterator[str]:
    counts = status.counts
    yield text(
        "feed.status.posts",
        today=status.today,
        mirrored=counts.get("mirrored", 0),
        waiting=counts.get("waiting", 0),
        reposts=counts.get("repost", 0),
        imported=counts.get("imported", 0),
    )


def _kept_out(status: FeedStatus) -> Iterator[str]:
    for key, counts in (("today", status.counts_today), ("in_all", status.counts)):
        yield text(
            f"feed.status.kept_out.{key}",
            folded=counts.get("folded", 0) + counts.get("digested", 0),
            held=counts.get("held", 0),
            dropped=sum(counts.get(state, 0) for state in ("dropped", "muted", "blocked")),
            deleted=status.removed[key == "today"],
        )


def _mirroring(status: FeedStatus) -> Iterator[str]:
    if status.paused:
        yield text("feed.status.paused")
    elif status.quiet_until is not None:
        yield text("feed.status.quiet_now", until=format_dt(status.quiet_until, "t"))
    if status.quiet is not None:
        yield text(
            "feed.status.quiet",
            start=written(status.quiet.start, "hour"),
            end=written(status.quiet.end, "hour"),
            zone=status.quiet.zone,
        )


def _gaps(status: FeedStatus) -> Iterator[str]:
    filled = sum(gap.filled for gap in status.gaps)
    yield text("feed.status.gaps", found=len(status.gaps), filled=filled)
    for gap in [gap for gap in status.gaps if not gap.filled][-LOST_AT_MOST:]:
        since, until = format_dt(gap.since, "f"), format_dt(gap.until, "f")
        yield text("feed.status.lost", since=since, until=until)


def _refusal(status: FeedStatus) -> Iterator[str]:
    if status.refusal is not None:
        why = error_text(TweetupError(status.refusal.key, **status.refusal.params))
        yield text("feed.status.refused", at=format_dt(status.refusal.at, "R"), why=why)


# In this order; the money follows, by `cogs.render.money`.
SECTIONS: tuple[Callable[[FeedStatus], Iterator[str]], ...] = (
    _heading,
    _reading,
    _posts,
    _kept_out,
    _mirroring,
    _gaps,
    _refusal,
)
