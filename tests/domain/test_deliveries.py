"""Which messages reach a member who wants none."""

from __future__ import annotations

import pytest

from bot.domain.deliveries import DeliveryKind, NewDelivery, agrees
from bot.domain.members import Consents


@pytest.mark.parametrize("messaged", [None, True])
@pytest.mark.parametrize("kind", ["promotion", "hello", "notice"])
def test_who_did_not_refuse_gets_everything(messaged: bool | None, kind: DeliveryKind) -> None:
    assert agrees(Consents(messaged=messaged), NewDelivery(1, kind, {"key": "link.proved"}))


@pytest.mark.parametrize(
    ("kind", "about", "expected"),
    [
        ("promotion", {}, False),
        ("starters", {}, False),
        ("reminder", {}, True),
        ("report", {}, True),
        ("notice", {"key": "link.proved"}, False),
        ("notice", {"key": "x.no_credits"}, True),
    ],
)
def test_who_refused_gets_what_they_chose_or_must_know(
    kind: DeliveryKind, about: dict[str, str], expected: bool
) -> None:
    refused = Consents(messaged=False, introduced_where="thread")
    assert agrees(refused, NewDelivery(1, kind, about)) is expected


def test_introductions_by_message_are_a_choice_of_their_own() -> None:
    hello = NewDelivery(1, "hello")
    assert agrees(Consents(messaged=False, introduced_where="dm"), hello)
    assert not agrees(Consents(messaged=False, introduced_where="thread"), hello)
    assert not agrees(Consents(messaged=False), hello)
