"""The daily digest of what was folded away."""

from __future__ import annotations

from bot.domain.announcements import DigestNote
from bot.domain.markdown import escape
from bot.texts import text
from cogs.digest import DigestButton
from cogs.render.message import Message
from cogs.render.written import listed


def digest(note: DigestNote, delivery_id: int) -> Message:
    """The bot's own message about posts; the posts themselves are behind its button."""
    kinds = [text(f"digest.kind.{kind}", n=n) for kind, n in sorted(note.kinds.items())]
    return Message(
        text(
            "digest.note",
            hashtag=escape(note.event.hashtag),
            kinds=listed(kinds),
        ),
        buttons=(DigestButton(delivery_id),),
    )
