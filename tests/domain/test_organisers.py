"""Who may look after tweetups: every kind of person, for one tweetup and for all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.events import Event
from bot.domain.organisers import Actor, may_organise

HERE, ELSEWHERE, ROLE, OTHER_ROLE = 1, 2, 50, 51
AT = datetime(2027, 6, 24, 18, tzinfo=UTC)
EVENT = Event(HERE, 5, 7, "Tea", "tea", AT, AT, "Europe/London", "Room 1", None, AT, id=9)
NAMED, MAKER = 6, 7

PEOPLE = {
    "manages events": Actor(HERE, 3, manages_events=True),
    "has the role": Actor(HERE, 3, frozenset({ROLE, OTHER_ROLE})),
    "has another role": Actor(HERE, 3, frozenset({OTHER_ROLE})),
    "is named": Actor(HERE, NAMED),
    "made it once": Actor(HERE, MAKER),
    "is nobody": Actor(HERE, 3),
    "manages events elsewhere": Actor(ELSEWHERE, 3, manages_events=True),
    "is named, and is elsewhere": Actor(ELSEWHERE, NAMED),
}
ONE = {"manages events", "has the role", "is named"}
ALL = {"manages events", "has the role", "manages events elsewhere"}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may(who: str) -> None:
    actor = PEOPLE[who]
    assert may_organise(actor, role_id=ROLE, event=EVENT, named=[NAMED]) is (who in ONE)
    assert may_organise(actor, role_id=ROLE, named=[NAMED]) is (who in ALL)


@pytest.mark.parametrize("who", PEOPLE)
def test_without_a_role_it_is_permission_or_name(who: str) -> None:
    expected = who in ONE - {"has the role"}
    assert may_organise(PEOPLE[who], role_id=None, event=EVENT, named=[NAMED]) is expected
