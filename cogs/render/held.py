"""A post put before the organisers: what it says, why it is held, and what they decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from bot.domain.announcements import HeldPost
from bot.domain.markdown import escape
from bot.domain.noise import Reason
from bot.services.review import Decision
from bot.texts import text
from cogs.render.message import Message
from cogs.render.post import post_embed
from cogs.review import ReviewButton

REASONS_SHOWN = 6
# By what became of the post; whatever else did, it is kept out.
OUTCOMES = {
    "waiting": "shown",
    "answer": "shown",
    "mirrored": "shown",
    "folded": "folded",
    "digested": "folded",
    "muted": "muted",
}


def held(found: HeldPost, delivery_id: int) -> Message:
    """With buttons as long as nobody has decided."""
    facts = {"name": escape(found.event.name), "handle": escape(found.author.handle)}
    embeds = (post_embed(found.post, found.author),)
    if found.state != "held":
        outcome = OUTCOMES.get(found.state, "dropped")
        return Message(text(f"held.outcome.{outcome}", **facts), embeds=embeds)
    verdict = found.verdict
    question = text(
        "held.question",
        name=facts["name"],
        kind=text(f"noise.kind.{verdict.kind}"),
        percent=round(100 * verdict.confidence),
    )
    return Message(
        "\n".join((question, *_reasons(verdict.reasons))),
        embeds=embeds,
        buttons=tuple(ReviewButton(each, delivery_id) for each in get_args(Decision)),
    )


def _reasons(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons[:REASONS_SHOWN]:
        params: dict[str, Any] = {
            k: escape(v) if isinstance(v, str) else v for k, v in reason.params.items()
        }
        yield text("held.reason", reason=text(f"noise.reason.{reason.key}", **params))
