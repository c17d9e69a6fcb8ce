"""What people write, made fit to be kept and shown.

Nothing is taken away that anybody could read. Whatever comes in from X or from Discord is cleaned
where it comes in; what is too long is cut where it is shown.
"""

from __future__ import annotations

import regex

# However many marks a letter really carries, in Hebrew, Thai or Tibetan, they are no more.
MARKS = 5

_LINE_END = regex.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HALF_PAIR = regex.compile(r"[\ud800-\udfff]")
_UNCLEAN = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Letters and signs that show as nothing and yet take room.
_BLANK = regex.compile(r"[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
# What turns the direction of all that follows, and what shows as nothing at all.
_INVISIBLE = regex.compile(
    r"[\u00ad\u034f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
# Some flags are written with them, behind a black one; anywhere else they hide words.
_TAGS = regex.compile(
    r"(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+|[\U000e0000-\U000e001f]"
)
# They join letters or emojis, or keep them apart: one is enough, and only between two.
_JOINERS = regex.compile(
    r"(?<=^|\s)[\u200c\u200d]+|[\u200c\u200d]+(?=\s|$)|(?<=[\u200c\u200d])[\u200c\u200d]+"
)
_MARK = r"[\p{Mn}\p{Me}][\u200c\u200d]*"
_PILED_UP = regex.compile(rf"((?:{_MARK}){{{MARKS}}})(?:{_MARK})+")
_VISIBLE = regex.compile(r"[^\s\p{Cf}\p{M}]")
_CHARACTER = regex.compile(r"\X")
# The signs that turn the direction of writing, and what ends each.
_TURNS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
_TURN = regex.compile(f"[{''.join(_TURNS)}]")


def clean(text: str) -> str:
    """`text` as databases, files and terminals can hold it, with every line ended by \\n.

    Without NULs and other control characters but tabs; half a surrogate pair becomes U+FFFD.
    """
    # What can be printed is clean, and told in no time: nearly every text.
    if text.isprintable() or _UNCLEAN.search(text) is None:
        return text
    text = _CONTROL.sub("", _LINE_END.sub("\n", text))
    return str(_HALF_PAIR.sub("\ufffd", text))


def tidy(text: str) -> str:
    """A name, or what somebody typed: clean, and with nothing in it that cannot be seen.

    Nor does it turn the words around it, or reach into the lines above. Empty if there was nothing
    to be seen at all. Emojis of several signs stay whole.
    """
    if text.isascii() and text.isprintable():
        return text if text.strip() else ""
    text = _INVISIBLE.sub("", _BLANK.sub(" ", clean(text)))
    text = _PILED_UP.sub(r"\1", _TAGS.sub("", text))
    return _JOINERS.sub("", text) if _VISIBLE.search(text) else ""


def contained(text: str) -> str:
    """A text as it was written, that changes nothing around it.

    Marks are piled up no higher than `MARKS`, and a direction of writing ends with its line.
    """
    text = _PILED_UP.sub(r"\1", text)
    if _TURN.search(text) is None:
        return text
    return "\n".join(map(_turned_back, text.split("\n")))


def beginning(text: str, limit: int) -> str:
    """At most `limit` characters of a text, without part of a letter with marks or of an emoji."""
    if len(text) <= limit:
        return text
    end = 0
    for found in _CHARACTER.finditer(text):
        if found.end() > limit:
            break
        end = found.end()
    return text[:end]


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` characters; where it is longer, … stands for the rest."""
    return text if len(text) <= limit else beginning(text, limit - 1).rstrip() + "…"


def _turned_back(line: str) -> str:
    open_turns: list[str] = []
    for sign in line:
        if sign in _TURNS:
            open_turns.append(_TURNS[sign])
        elif sign in open_turns:
            while open_turns.pop() != sign:
                pass
    return line + "".join(reversed(open_turns))
