"""An introduction: two people, the posts in which they met, and a question to go on with."""

from __future__ import annotations

from bot.domain.announcements import Introduced, Introduction, IntroductionThread
from bot.domain.markdown import escape, link
from bot.domain.posts import Post, profile_url
from bot.texts import text
from cogs.introductions import LeaveButton
from cogs.render.in_common import opening
from cogs.render.message import Message, pings
from cogs.render.post import post_embed

NAME_LIMIT = 30
# Three of them and what stands around them fit into the 6,000 characters of a message's embeds.
QUOTE_LIMIT = 1_500


def thread_name(announcement: IntroductionThread) -> str:
    """The thread's name; its end tells after a crash which introduction the thread is for."""
    one, other = (_short(member.author.name) for member in announcement.members[:2])
    return text("introduction.thread", one=one, other=other) + thread_mark(announcement)


def thread_mark(announcement: IntroductionThread) -> str:
    return f" · {announcement.introduction_id}"


def introduction(announcement: Introduction, delivery_id: int) -> Message:
    """Mentions the two who are introduced and nobody else."""
    members = announcement.members
    one, other = (_person(member) for member in members[:2])
    content = "\n\n".join(
        (
            text("introduction.hello", one=one, other=other),
            _in_common(announcement),
            opening(announcement.opening),
        )
    )
    return Message(
        content,
        embeds=tuple(
            post_embed(e.post, e.author, limit=QUOTE_LIMIT) for e in announcement.evidence
        ),
        buttons=(LeaveButton(announcement.introduction_id, delivery_id),),
        mentions=pings(*(member.member_id for member in members)),
    )


def _person(member: Introduced) -> str:
    handle = f"@{member.author.handle}"
    return text(
        "introduction.person",
        mention=f"<@{member.member_id}>",
        handle=link(handle, f"<{profile_url(member.author.handle)}>"),
    )


def _in_common(announcement: Introduction) -> str:
    """What the two did, in a sentence: both turned to each other, or one to the other."""
    event, authors = announcement.event, {e.author.id for e in announcement.evidence}
    facts = {"hashtag": escape(event.hashtag), "name": escape(event.name)}
    if len(authors) > 1:
        return text("introduction.common.both", **facts)
    latest = announcement.evidence[0]
    one, other = announcement.members[:2]
    if latest.author.id != one.author.id:
        one, other = other, one
    names = {"one": escape(_short(one.author.name)), "other": escape(_short(other.author.name))}
    return text(f"introduction.common.{_kind(latest.post)}", **names, **facts)


def _kind(post: Post) -> str:
    if post.is_repost:
        return "repost"
    if post.reply_to_id is not None:
        return "reply"
    return "mention" if post.quoted_id is None else "quote"


def _short(name: str) -> str:
    return name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - 1] + "…"
