"""Everything stored of a member, written out for them."""

from __future__ import annotations

from typing import Literal

from discord.ext.commands import Paginator
from discord.utils import format_dt

from bot.domain.cleaning import cut
from bot.domain.drafts import Draft
from bot.domain.events import NAME_LIMIT, Event
from bot.domain.markdown import escape, link
from bot.domain.members import AccountLink
from bot.domain.posts import ANYBODY, post_url
from bot.domain.rsvp import Rsvp
from bot.services.privacy import Known, KnownIntroduction
from bot.texts import text
from cogs.render.times import stamp

PAGE = 1_900


def pages(known: Known) -> list[str]:
    """One page or more, each short enough for a message."""
    paginator = Paginator(prefix=None, suffix=None, max_size=PAGE)
    paginator.add_line(text("me.show.heading"))
    paginator.add_line(_account(known.link))
    names = {event.id: escape(event.name) for event, _ in known.rsvps}
    lines = [_rsvp(event, rsvp, event.id in known.confirmed) for event, rsvp in known.rsvps]
    lines += [_introduction(each) for each in known.introductions]
    lines += [_organises(event) for event in known.organises]
    lines += [_draft(known.draft)] if known.draft else []
    for event_id, at in known.snoozed:
        when = format_dt(at, "F")
        lines.append(text("me.show.snoozed", name=names.get(event_id, "–"), when=when))
    lines += [text("me.show.came", name=escape(event.name)) for event, _ in known.came]
    lines += [text("me.show.late", name=escape(event.name)) for event in known.late]
    lines += [_answered(*each) for each in known.answered]
    if known.vouched_for:
        lines.append(text("me.show.vouched_for", n=known.vouched_for))
    lines += [_words("found_by", *each) for each in known.found_by]
    lines += [_words("report", *each) for each in known.reports]
    if known.calendar:
        lines.append(text("me.show.calendar"))
    lines += [text("me.show.set_up", name=escape(event.name)) for event in known.set_up]
    for what in ("blocked", "checked_in", "messages", "posts"):
        if n := getattr(known, what):
            lines.append(text(f"me.show.{what}", n=n))
    for line in lines or [text("me.show.nothing")]:
        paginator.add_line(line)
    return paginator.pages


def _account(link: AccountLink | None) -> str:
    if link is None:
        return text("me.show.no_account")
    handle = escape(link.handle)
    if link.proved_at is None and link.told_expired:
        return text("me.show.account_expired", handle=handle)
    if link.proved_at is None:
        until = format_dt(link.expires_at, "f")
        return text("me.show.account_claimed", handle=handle, until=until)
    if link.how == "vouched":
        by = text("me.show.organiser") if link.vouched_by is None else f"<@{link.vouched_by}>"
        at = format_dt(link.proved_at, "D")
        return text("me.show.account_vouched", handle=handle, by=by, at=at)
    return text("me.show.account", handle=handle)


def _rsvp(event: Event, rsvp: Rsvp, confirmed: bool) -> str:
    status = text("me.show.confirmed") if confirmed else text(f"me.show.{rsvp.status}")
    line = text("me.show.answer", name=escape(event.name), when=stamp(event), status=status)
    if rsvp.guests:
        line += text("me.show.guests", n=rsvp.guests)
    return line + (text("me.show.note", note=escape(rsvp.note)) if rsvp.note else "")


def _answered(event: Event, wording: str, answer: str) -> str:
    shown = {"name": escape(event.name), "wording": escape(wording), "answer": escape(answer)}
    return text("me.show.answered", **shown)


def _words(what: Literal["found_by", "report"], event: Event, words: str) -> str:
    return text(f"me.show.{what}", name=escape(event.name), words=escape(words))


def _organises(event: Event) -> str:
    return text("me.show.organises", name=escape(event.name), when=stamp(event))


def _draft(draft: Draft) -> str:
    return text("me.show.draft", name=escape(cut(draft.typed.name, NAME_LIMIT)) or "–")


def _introduction(known: KnownIntroduction) -> str:
    name = escape(known.event.name)
    if known.made.state == "withdrawn":
        return text("me.show.introduction_withdrawn", name=name)
    who = [_person(member_id, handle) for member_id, handle in known.others.items()]
    line = text("me.show.introduction", who=", ".join(who), name=name)
    parts = [line, _why(known)]
    if known.own.answer is not None:
        parts.append(text(f"me.show.said_{known.own.answer}"))
    if known.own.met is not None:
        parts.append(text("me.show.said_met" if known.own.met else "me.show.said_not_met"))
    return " ".join(part for part in parts if part)


def _why(known: KnownIntroduction) -> str:
    """Its kind, and as far as X still shows it, what it rests on."""
    urls = [post_url(ANYBODY, post_id) for post_id in known.made.evidence]
    posts = ", ".join(link(str(n), url, previewed=False) for n, url in enumerate(urls, start=1))
    if known.made.kind == "bridge":
        shared = ", ".join(f"@{escape(handle)}" for handle in known.shared)
        return text("me.show.why_bridge", shared=shared) if shared else ""
    return text("me.show.why_finally_meet", posts=posts) if posts else ""


def _person(member_id: int, handle: str | None) -> str:
    mention = f"<@{member_id}>"
    if handle is None:
        return mention
    return text("me.show.person", mention=mention, handle=escape(handle))
