"""The photos in the story, drawn in plain shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 800, 450
_INK, _PAPER, _WOOD = "#26221f", "#f6f0e2", "#7b5637"
_BRICK, _STEEL, _LAMP = "#9c6b57", "#9aa5ad", "#f2c46d"
_NOTES = ("#f3dc6b", "#f2a7a0", "#a9d3a4", "#a6c8e8")
_CRUSTS = ("#d9a05b", "#c98d4a", "#e0b070")


def _chalkboard() -> Image.Image:
    image, pen = _scene(_BRICK)
    pen.rectangle((150, 40, 650, 410), fill=_INK, outline=_WOOD, width=14)
    lines = ("Print Room", "Thurs 22nd: HR", "Be nice.", "They know the policy.")
    for row, line in enumerate(lines):
        _write(pen, (400, 105 + 80 * row), line, 46 if row < 2 else 38, _PAPER)
    return image


def _sticky_notes() -> Image.Image:
    image, pen = _scene("#e8e4da")
    for number in range(20):
        column, row = number % 5, number // 5
        left, top = 40 + 148 * column + 7 * (row % 3), 18 + 104 * row + 5 * (column % 2)
        pen.rectangle((left, top, left + 112, top + 92), fill=_NOTES[(number * 3 + row) % 4])
        for line in range(3):
            pen.line((left + 14, top + 26 + 20 * line, left + 92, top + 26 + 20 * line), _STEEL, 3)
    pen.rectangle((250, 130, 550, 320), fill=_NOTES[0])
    _write(pen, (400, 195), "Ask,", 58)
    _write(pen, (400, 262), "then wait", 58)
    return image


def _ramp() -> Image.Image:
    image, pen = _scene("#d8cdbd")
    pen.rectangle((0, 372, _WIDTH, _HEIGHT), fill=_WOOD)
    for step in range(2):
        pen.rectangle((0, 250 + 61 * step, 110 + 70 * step, 372), fill="#8d8880")
    pen.polygon(((110, 250), (760, 372), (724, 372), (110, 262)), fill=_STEEL, outline=_INK)
    pen.line((110, 398, 760, 398), _LAMP, 10)
    for mark in range(14):
        pen.line((110 + 50 * mark, 390, 110 + 50 * mark, 406), _INK, 3)
    _cat(pen, 330, 291)
    return image


def _stickers() -> Image.Image:
    image, pen = _scene(_WOOD)
    for number in range(12):
        left, top = 32 + 190 * (number % 4), 26 + 138 * (number // 4)
        box = (left, top, left + 168, top + 112)
        pen.rounded_rectangle(box, 14, fill=_PAPER)
        pen.rectangle((left, top + 22, left + 168, top + 32), fill=_NOTES[number % 4])
        pen.line((left + 24, top + 60, left + 120, top + 60), _STEEL, 5)
        pen.line((left + 24, top + 84, left + 144, top + 84), _STEEL, 5)
    pen.rounded_rectangle((150, 130, 650, 330), 22, fill=_PAPER, outline=_INK, width=3)
    _write(pen, (400, 190), "Tomasz", 68)
    _write(pen, (400, 268), "ask me about the printer", 38)
    return image


def _pies() -> Image.Image:
    image, pen = _scene("#3d4a4c")
    pen.rectangle((0, 250, _WIDTH, _HEIGHT), fill=_WOOD)
    for number in range(9):
        centre = 50 + 83 * number
        pen.line((centre, 130, centre, 300), _PAPER, 4)
        pen.rectangle((centre, 130, centre + 64, 172), fill=_PAPER)
        pen.ellipse((centre - 38, 276, centre + 38, 352), fill=_CRUSTS[number % 3], outline=_INK)
        for turn in range(3):
            angle = pi * turn / 3
            along, down = 24 * cos(angle), 24 * sin(angle)
            pen.line((centre - along, 314 - down, centre + along, 314 + down), _WOOD, 4)
    _write(pen, (50 + 83 * 6 + 32, 151), "Legal", 22)
    return image


def _alcove() -> Image.Image:
    image, pen = _scene(_INK)
    for ring in range(24):
        radius = 360 - 14 * ring
        glow = (38 + 7 * ring, 34 + 5 * ring, 31 + 2 * ring)
        pen.ellipse((400 - radius, 150 - radius, 400 + radius, 150 + radius), fill=glow)
    for left in (0, 620):
        pen.rectangle((left, 0, left + 180, _HEIGHT), fill=_WOOD)
        for drawer in range(11):
            pen.rectangle((left + 14, 14 + 40 * drawer, left + 166, 44 + 40 * drawer), outline=_INK)
            pen.ellipse((left + 86, 26 + 40 * drawer, left + 94, 34 + 40 * drawer), fill=_LAMP)
    pen.polygon(((352, 130), (448, 130), (424, 70), (376, 70)), fill=_LAMP)
    pen.rectangle((220, 360, 580, 410), fill="#5b3b2a")
    pen.rounded_rectangle((290, 326, 510, 366), 18, fill="#4f8a5b")
    pen.ellipse((335, 268, 465, 342), fill=_INK)
    _head(pen, 352, 302)
    return image


PHOTOS: Mapping[str, Callable[[], Image.Image]] = {
    "chalkboard": _chalkboard,
    "sticky-notes": _sticky_notes,
    "ramp": _ramp,
    "stickers": _stickers,
    "pies": _pies,
    "alcove": _alcove,
}


def _scene(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (_WIDTH, _HEIGHT), colour)
    return image, ImageDraw.Draw(image)


def _write(
    pen: ImageDraw.ImageDraw, centre: tuple[int, int], line: str, size: int, colour: str = _INK
) -> None:
    pen.text(centre, line, fill=colour, font=ImageFont.load_default(size), anchor="mm")


def _cat(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """A black cat sitting with its feet at a point."""
    pen.ellipse((x - 30, y - 80, x + 30, y), fill=_INK)
    pen.arc((x + 6, y - 60, x + 66, y), -60, 110, fill=_INK, width=8)
    _head(pen, x, y - 92)


def _head(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - 24, y - 24, x + 24, y + 24), fill=_INK)
    for side in (-1, 1):
        ear = ((x + 24 * side, y - 38), (x + 24 * side, y), (x + 2 * side, y - 19))
        pen.polygon(ear, fill=_INK)
