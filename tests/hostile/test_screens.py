"""Hostile words typed into commands and forms, and every screen that shows them again."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import InteractionResult

import cogs
from bot.domain.cleaning import clean
from bot.domain.posts import Batch
from bot.x.payload import parse_page
from tests.cogs.town import Town, answer_of
from tests.hostile.rules import meaning, require_contained
from tests.hostile.values import VALUES
from tests.sampled import sampled

# Those that would do something in Discord, and those that nothing could store: what has done the
# worst elsewhere is tried every day, and what is like it in the lines below.
TYPED = (
    *("calls everybody, in pieces", "calls a role and members", "a heading", "invitations"),
    "an invitation as an address",
    *("a masked link", "another time", "an emoji of somebody's server", "turned around"),
    "code to the end",
    *("a NUL", "halves of surrogate pairs", "ends of lines", "placeholders", "piled up"),
    *("long", "long, of people", "skin and hair"),
)
SCREENS = (
    "tweetup list",
    "tweetup show",
    "tweetup requests",
    "tweetup questions",
    "tweetup answers",
    "tweetup reminders",
    "tweetup momentum",
    "tweetup organisers list",
    "feed status",
    "feed filter",
    "me show",
)


class Walk:
    """Somebody hostile in a town, and all that could be read in it."""

    def __init__(self, town: Town, words: str) -> None:
        self.town, self.words = town, words
        self.olive = town.organiser()
        self.ada = town.member("ada")
        self.shown: list[str] = []

    def typed(self, limit: int) -> str:
        return self.words[:limit]

    def read(self, result: InteractionResult) -> InteractionResult:
        for each in (result.response, *result.followups):
            if each is not None:
                self._read(each.content, each.embeds)
        return result

    async def everything(self) -> None:
        await self.set_up()
        await self.answer()
        await self.at_the_door()
        for screen in SCREENS:
            by = self.ada if screen == "me show" else self.olive
            self.read(await by.slash(self.town.channel, screen))
        for message in (*self.town.channel.history(), *self.town.direct(self.ada)):
            self._read(message.content, message.embeds)

    async def set_up(self) -> None:
        shown = await self.town.draft(
            self.olive,
            name=self.typed(100),
            place=self.typed(100),
            description=self.typed(500),
            when="today 18:30",
        )
        self.read(shown)
        form = await self.olive.click(answer_of(shown), label="Change")
        assert form.modal is not None
        fields = [label["component"] for label in form.modal["components"]]
        assert all(len(each.get("value") or "") <= each["max_length"] for each in fields)
        typed = {each["custom_id"]: each["value"] for each in fields}
        self.read(await self.olive.submit_modal(form, typed | {"name": self.typed(100)}))
        await self.olive.click(answer_of(shown), label="Create")
        (made,) = await self.town.events()
        require_contained(made.name, made.place, made.description)
        assert "\n" not in made.name + made.place

    async def answer(self) -> None:
        asked = await self.olive.slash(self.town.channel, "tweetup questions")
        form = await self.olive.click(answer_of(asked), label="Add a question")
        question = {"wording": self.typed(100), "required": ["yes"]}
        self.read(await self.olive.submit_modal(form, question))
        panel = answer_of(await self.ada.click(self.town.card(), label="Going"))
        form = await self.ada.click(panel, label="Add a note")
        self.read(await self.ada.submit_modal(form, {"note": self.typed(200)}))
        form = await self.ada.click(panel, label="Answer the organisers’ questions (1 open)")
        assert form.modal is not None
        field = form.modal["components"][0]["component"]["custom_id"]
        self.read(await self.ada.submit_modal(form, {field: self.typed(300)}))
        self._read(panel.content, panel.embeds)
        for command, option in (("link", "handle"), ("feed block", "word"), ("me show", None)):
            given: dict[str, Any] = {} if option is None else {option: self.typed(200)}
            by = self.olive if command == "feed block" else self.ada
            self.read(await by.slash(self.town.channel, command, **given))
        self.read(await self.ada.slash(self.town.channel, "tweetup show", event=self.typed(100)))

    async def at_the_door(self) -> None:
        view = answer_of(await self.olive.slash(self.town.channel, "door open"))
        form = await self.olive.click(view, label="Add a walk-in")
        named = {"name": self.typed(80), "handle": self.typed(16)}
        self.read(await self.olive.submit_modal(form, named))
        form = await self.olive.click(view, label="Add a walk-in")
        self.read(await self.olive.submit_modal(form, {"name": self.typed(80)}))
        self._read(view.content, view.embeds)

    def _read(self, content: str, embeds: Any) -> None:
        assert len(content) <= 2_000
        self.shown.append(content)
        for embed in embeds:
            self.shown += [embed.title or "", embed.description or ""]
            self.shown += [field.value or "" for field in embed.fields]


@pytest.mark.parametrize("name", sampled(TYPED, every=5))
async def test_nothing_typed_means_anything_where_it_is_shown(town: Town, name: str) -> None:
    walk = Walk(town, VALUES[name])
    await walk.everything()
    # An organiser's place may be an address of the web, and nothing else.
    meant = {each for each in meaning(clean(walk.words)).calls if each[1][:4] != "http"}
    for text in walk.shown:
        require_contained(text)
        found = meaning(text)
        assert not found.calls & meant
        assert not found.lines & {"heading", "small"}
    assert town.pinged() == []


async def test_names_that_cannot_be_seen_are_none(town: Town) -> None:
    shown = await town.draft(town.organiser(), name=VALUES["nothing to be seen"])
    assert "Still needed: Name" in answer_of(shown).content


async def test_what_is_typed_while_choosing_is_cleaned_too(town: Town) -> None:
    await town.set_up(name="👩🏽‍🦱" * 25)
    olive = town.member("other")
    for typed in ("a\x00b", "a\ud800", "%_\\"):
        assert await _offered(town, olive, typed) == []
    (offered,) = await _offered(town, olive, "👩")
    assert len(offered) <= 100
    assert offered.startswith("👩🏽‍🦱👩🏽‍🦱")


async def _offered(town: Town, by: MemberActor, typed: str) -> list[str]:
    found = await by.autocomplete(town.channel, "tweetup show", "event", typed)
    return [str(each["name"]) for each in found]


def test_forms_have_no_fields_but_those_that_tidy() -> None:
    """What the library's own fields hand over is as somebody sent it."""
    for path in sorted(Path(cogs.__file__).parent.rglob("*.py")):
        if path.name == "typed.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for found in ast.walk(tree):
            if isinstance(found, ast.Attribute):
                assert found.attr != "TextInput", path.name
            if isinstance(found, ast.ImportFrom) and found.module == "discord.ui":
                assert "TextInput" not in {each.name for each in found.names}, path.name


async def test_x_is_read_on_whatever_a_post_holds(town: Town) -> None:
    await town.set_up(hashtag="HRTweetup")
    users = [{"id": "9", "username": "mallory", "name": VALUES["turned around"]}]
    data = [
        {
            "id": str(number),
            "text": value,
            "author_id": "9",
            "created_at": "2026-01-01T00:00:01Z",
            "entities": {"hashtags": [{"tag": "HRTweetup"}]},
        }
        for number, value in enumerate(VALUES.values(), start=1)
    ]
    page = parse_page({"data": data, "includes": {"users": users}})
    assert len(page.posts) == len(VALUES)
    await town.services.ingest.take(Batch("search:hrtweetup", page.posts, authors=page.authors))
    await town.env.settle()
    mirrored = [embed for m in town.channel.history() for embed in m.embeds if embed.footer.text]
    assert len(mirrored) > 10
    for embed in mirrored:
        require_contained(embed.description or "", embed.author.name or "")
    assert town.pinged() == []
