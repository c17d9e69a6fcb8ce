"""What members tell the bot, and what it knows of them, is read by nobody it is not for."""

from __future__ import annotations

from simcord.actors import MemberActor

from tests.cogs.town import answer_of
from tests.rights.commands import typed_with
from tests.rights.controls import CONTROLS
from tests.rights.trying import YES, command, outcome, tap
from tests.rights.village import READERS, Person, Village

# From before the tweetup until two days after it.
HOURS = 52


def messages(village: Village, person: Person) -> str:
    """Everything that stands where somebody can read it, in channels, threads and messages."""
    places = [village.town.channel, *village.town.channel.threads]
    if person is village.people["organiser elsewhere"]:
        places = [village.elsewhere]
    user = person.user if isinstance(person, MemberActor) else person
    found = list(user.dm_channel.history())
    if isinstance(person, MemberActor):
        for place in places:
            found += place.history(viewer=person)
    return "\n".join(f"{each.content} {[e.to_dict() for e in each.embeds]}" for each in found)


async def test_a_tweetup_and_its_morning_after_tell_nobody_what_is_not_for_them(
    village: Village,
) -> None:
    town = village.town
    ann, olive = village.people["attendee"], village.people["organiser"]
    assert isinstance(olive, MemberActor)
    assert await command(village, olive, "tweetup answers", typed_with("tweetup answers"))
    shown = await command(village, olive, "tweetup requests", typed_with("tweetup requests"))
    assert shown is not None
    await olive.click(answer_of(shown), label="1: approve")
    assert outcome(await tap(village, ann, CONTROLS["hello"])) == YES
    for _ in range(HOURS // 4):
        await town.sleep(4)
    for who, person in village.people.items():
        words = messages(village, person)
        leaked = [each for each, readers in READERS.items() if each in words and who not in readers]
        assert not leaked, f"{who} reads {leaked}"
