"""What a mirrored post answers or quotes, shown inside it, and the options of its poll."""

from __future__ import annotations

from bot.domain.announcements import FeedEntry, Referred
from bot.domain.cleaning import cut
from bot.domain.feed import PARENT_WITHIN, POLL_WITHIN, QUOTE_WITHIN
from bot.domain.markdown import escape, link
from bot.domain.posts import ANYBODY, PollOption, Post, post_url, profile_url
from bot.texts import text
from cogs.render.author import called
from cogs.render.excerpt import excerpt, in_one_line

NAME_LIMIT = 50
OPTION_LIMIT = 60


def context(entry: FeedEntry) -> str:
    """The post that is answered, in one line above the answer; empty where it is not shown."""
    referred = entry.context
    if referred is None or entry.continues:
        return ""
    url = post_url(referred.author.handle, referred.post.newest_version)
    begins = "> " + link(text("feed.context", handle=referred.author.handle), url) + ": "
    rest = link(text("feed.rest"), url)
    return begins + in_one_line(referred.post, PARENT_WITHIN - 1 - len(begins), rest)


def quoted(entry: FeedEntry) -> str:
    """The post that is quoted, below the one that quotes it."""
    if entry.quoted is not None:
        return _quotation(entry.quoted)
    if "quoted" in entry.unavailable:
        return text("feed.quoted_gone")
    if entry.post.quoted_id is not None:
        return link(text("feed.quoted"), post_url(ANYBODY, entry.post.quoted_id))
    return ""


def poll(post: Post) -> str:
    """The options, with their votes once there are any: the count is as old as our reading."""
    voted = any(option.votes for option in post.poll)
    lines = [_option(option, voted=voted) for option in post.poll]
    while sum(len(line) + 1 for line in lines) > POLL_WITHIN:
        lines.pop()
    return "\n".join(lines)


def _quotation(referred: Referred) -> str:
    author, post = referred.author, referred.post
    url = post_url(author.handle, post.newest_version)
    name = called(author, NAME_LIMIT)
    head = f"> {link(name, profile_url(author.handle))} · {link(text('feed.open'), url)}"
    rest = link(text("feed.rest"), url)
    limit = QUOTE_WITHIN - 1 - len(head) - len("\n> ")
    while True:
        shown = excerpt(post, limit, rest).replace("\n", "\n> ")
        whole = f"{head}\n> {shown}" if shown else head
        if len(whole) < QUOTE_WITHIN:
            return whole
        limit -= len(whole) - QUOTE_WITHIN + 1


def _option(option: PollOption, *, voted: bool) -> str:
    label = escape(cut(" ".join(option.label.split()), OPTION_LIMIT))
    if not voted or option.votes is None:
        return text("feed.poll_option", option=label)
    return text("feed.poll_votes", option=label, n=option.votes)
