"""Every picture the story shows can be drawn."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from bot.sandbox.story import STORY
from bot.sandbox.story.pictures import pictures
from bot.sandbox.x_api.model import NO_PICTURE
from tests.sandbox.story_reading import SAYS


def test_there_is_a_picture_for_every_address_and_no_other() -> None:
    avatars = {person.avatar or NO_PICTURE for person in STORY.people.values()}
    photos = {photo.url for say in SAYS.values() for photo in say.media}
    assert set(pictures()) == avatars | photos


def test_pictures_are_whole_pngs_and_all_different_photos() -> None:
    photos = {photo.url for say in SAYS.values() for photo in say.media}
    drawn = pictures()
    for name, content in drawn.values():
        assert name.endswith(".png")
        with Image.open(BytesIO(content)) as image:
            image.load()
            assert image.format == "PNG"
    assert len({drawn[url][1] for url in photos}) == len(photos)
