"""Who hears of it when a message cannot be sent, whatever kind it is of."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.domain.deliveries import Delivery, DeliveryKind, MessageRef, NewDelivery
from bot.domain.undelivered import notice_about
from bot.errors import Unreachable
from tests.domain.making import FIRST, an_event

EVENT = an_event(FIRST)
STANDING = MessageRef(2, 9)
USUAL = ("organiser", "called")
# Where a channel does not take it, and where a member's messages are closed.
HEARS: dict[DeliveryKind, tuple[str, str]] = {
    **dict.fromkeys(("feed", "digest", "held", "card", "scheduled_event"), USUAL),
    **dict.fromkeys(("reminder", "promotion", "change", "offer", "starters"), USUAL),
    **dict.fromkeys(("notice", "link_question", "network", "arrival"), USUAL),
    **dict.fromkeys(("chat_question", "chat_thread", "chat_end"), USUAL),
    **dict.fromkeys(("introduction_thread", "introduction"), ("organiser", "nobody")),
    **dict.fromkeys(("introduction_exit", "hello", "met"), ("nobody", "nobody")),
    "momentum": ("organiser", "nobody"),
    "report": ("called", "called"),
    "role": ("organiser", "organiser"),
}


def heard(kind: DeliveryKind, reason: str, *, member_id: int | None = None) -> str:
    about = {"report": 4} if kind == "report" else {}
    delivery = Delivery(1, kind, about, EVENT.id, member_id=member_id, key="k")
    return who(notice_about(delivery, EVENT, Unreachable(reason)))


def who(notice: NewDelivery | None) -> str:
    if notice is None:
        return "nobody"
    assert (notice.guild_id, notice.kind) == (EVENT.guild_id, "notice")
    assert (notice.member_id is None) == (notice.channel_id == EVENT.channel_id)
    return "called" if notice.member_id is None else "organiser"


def test_of_every_kind_it_is_known_who_hears_of_it() -> None:
    assert set(HEARS) == set(get_args(DeliveryKind)), "decide on a new kind in HEARS"
    found = {
        kind: (heard(kind, "refused"), heard(kind, "dm_closed", member_id=77)) for kind in HEARS
    }
    assert found == HEARS


@pytest.mark.parametrize("reason", ["gone", "deleted"])
def test_what_moderators_take_away_stays_away(reason: str) -> None:
    for kind, expected in (("feed", "nobody"), ("digest", "organiser"), ("card", "organiser")):
        stood = Delivery(1, kind, event_id=EVENT.id, channel_id=2, standing=STANDING)  # type: ignore[arg-type]
        assert who(notice_about(stood, EVENT, Unreachable(reason))) == expected
    assert heard("introduction", reason) == "nobody"


def test_who_wants_no_messages_is_called_for_what_they_wait_for() -> None:
    waited = [kind for kind in HEARS if heard(kind, "dm_unwanted", member_id=77) == "called"]
    assert sorted(waited) == ["change", "offer", "promotion", "report"]
