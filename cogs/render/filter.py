"""What is kept out of a feed, for its organisers."""

from __future__ import annotations

from bot.domain.markdown import escape
from bot.services.filter_control import FilterState
from bot.texts import text
from cogs.render.written import written

# There is room for no more of the words in one message.
WORDS_SHOWN, WORDS_ROOM = 25, 1_400


def filter_text(state: FilterState) -> str:
    """The whole filter: each kind, the organisers' channel, authors, words, and the digest."""
    settings = state.settings
    lines = [text("filter.heading", name=escape(state.event.name))]
    lines += [
        text(
            "filter.line", kind=text(f"filter.kind.{kind}"), policy=text(f"filter.policy.{policy}")
        )
        for kind, policy in settings.policies.items()
    ]
    lines.append("")  # else what follows would belong to the list's last line
    if settings.review_channel_id is not None:
        lines.append(text("filter.channel", channel=f"<#{settings.review_channel_id}>"))
    lines.append(text("filter.authors", muted=state.muted, allowed=state.allowed))
    if state.words:
        shown = [escape(word) for word in state.words[:WORDS_SHOWN]]
        while len(", ".join(shown)) > WORDS_ROOM:
            shown.pop()
        more = len(state.words) - len(shown)
        lines.append(text("filter.words", words=", ".join(shown)))
        if more > 0:
            lines.append(text("filter.more_words", n=more))
    return "\n".join((*lines, digest_line(state)))


def digest_line(state: FilterState) -> str:
    at = state.settings.digest_at
    if at is None:
        return text("digest.is_off")
    shown = written(at, "hour")
    return text("digest.is_at", at=shown, zone=state.event.zone)
