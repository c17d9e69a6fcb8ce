"""The story's pictures, drawn: everybody's initials, and the photos people post.

Nothing is fetched and nothing kept in files, so the demo has its pictures without a network.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.sandbox.story.people import PEOPLE, PICTURES
from bot.sandbox.story.photos import PHOTOS
from bot.sandbox.x_api.model import NO_PICTURE

_SIZE = 128
_COLOURS = ("#8c4a5b", "#3f6c77", "#6d6a3f", "#7a5a99", "#a2622e", "#3d7350", "#57627f", "#94503f")


def pictures() -> dict[str, tuple[str, bytes]]:
    """Every picture in the story by its address: a file name and the PNG itself."""
    drawn = {
        person.avatar: _initials(person.name, _COLOURS[number % len(_COLOURS)])
        for number, person in enumerate(PEOPLE.values())
        if person.avatar is not None
    }
    drawn |= {f"{PICTURES}{name}.png": draw() for name, draw in PHOTOS.items()}
    drawn[NO_PICTURE] = _nobody()
    return {url: (url.rpartition("/")[2], _png(image)) for url, image in drawn.items()}


def _initials(name: str, colour: str) -> Image.Image:
    image = Image.new("RGB", (_SIZE, _SIZE), colour)
    initials = "".join(word[0] for word in name.split() if word != "The")[:2]
    ImageDraw.Draw(image).text(
        (_SIZE / 2, _SIZE / 2),
        initials,
        fill="white",
        font=ImageFont.load_default(58),
        anchor="mm",
    )
    return image


def _nobody() -> Image.Image:
    """What X shows for those who never chose a picture."""
    image = Image.new("RGB", (_SIZE, _SIZE), "#cfd9de")
    pen = ImageDraw.Draw(image)
    pen.ellipse((40, 24, 88, 72), fill="#829aab")
    pen.ellipse((20, 80, 108, 176), fill="#829aab")
    return image


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
