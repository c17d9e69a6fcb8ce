"""The story the demo plays: an invented London HR tweetup, from announcement to morning after."""

from __future__ import annotations

from bot.sandbox.story.model import Story
from bot.sandbox.story.people import PEOPLE
from bot.sandbox.story.script import EVENTS
from bot.sandbox.story.timeline import ZONE, on

STORY = Story(
    title="HR Tweetup London",
    hashtag="HRTweetupLDN",
    venue="The Print Room, The Copper Inkwell, Farringdon, London",
    begins=on(8, "09:00"),
    starts=on(22, "18:30"),
    ends=on(22, "21:00"),
    zone=ZONE,
    capacity=12,
    organiser="nadine",
    people=PEOPLE,
    events=EVENTS,
)
