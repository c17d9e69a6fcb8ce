"""Everything stored of a member, written out for them."""

from __future__ import annotations

from discord.ext.commands import Paginator
from discord.utils import format_dt

from bot.domain.drafts import Draft
from bot.domain.events import NAME_LIMIT, Event
from bot.domain.introductions import MadeIntroduction
from bot.domain.markdown import escape
from bot.domain.members import AccountLink
from bot.domain.rsvp import Rsvp
from bot.services.privacy import Known
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
    lines += [_introduction(each, names) for each in known.introductions]
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
    if known.calendar:
        lines.append(text("me.show.calendar"))
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


def _organises(event: Event) -> str:
    return text("me.show.organises", name=escape(event.name), when=stamp(event))


def _draft(draft: Draft) -> str:
    return text("me.show.draft", name=escape(draft.typed.name[:NAME_LIMIT]) or "–")


def _introduction(made: MadeIntroduction, names: dict[int, str]) -> str:
    return text(f"me.show.introduction_{made.state}", name=names.get(made.event_id, "–"))
