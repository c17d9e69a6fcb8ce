"""What Discord offers while somebody types: never what they may not see."""

from __future__ import annotations

from simcord.actors import MemberActor

from tests.rights.trying import command
from tests.rights.village import WORD, Village


async def offered(village: Village, who: str, name: str, option: str) -> list[str]:
    person = village.people[who]
    assert isinstance(person, MemberActor)
    filled = {} if option == "event" else {"event": str(village.event.id)}
    found = await person.autocomplete(village.place_of(person), name, option, "", **filled)
    return [choice["value"] for choice in found]


async def test_what_is_kept_out_or_was_put_away_is_suggested_to_who_looks_after_it(
    village: Village,
) -> None:
    given = {"author": "ada_hr", "event": "{event}"}
    await command(village, village.people["organiser"], "feed mute", given)
    for name, option, expected in (
        ("feed unblock", "word", WORD),
        ("feed unmute", "author", "ada_hr"),
    ):
        for who in ("organiser", "named"):
            assert await offered(village, who, name, option) == [expected], who
        for who in ("named for another", "attendee", "member", "organiser elsewhere"):
            assert await offered(village, who, name, option) == [], who
    away = str(village.ids["away"])
    assert await offered(village, "organiser", "tweetup unarchive", "event") == [away]
    for who in ("named", "attendee", "member", "organiser elsewhere"):
        assert await offered(village, who, "tweetup unarchive", "event") == [], who


async def test_tweetups_are_suggested_in_their_own_server_only(village: Village) -> None:
    here = await offered(village, "member", "tweetup show", "event")
    assert here == [str(village.ids["event"]), str(village.ids["other"])]
    there = await offered(village, "organiser elsewhere", "tweetup show", "event")
    assert len(there) == 1
    assert set(here).isdisjoint(there)
