"""The catalogue of every text a person reads: one .po file a language, read without a build step.

Keys name the place where a text stands ("rsvp.going"); the English file holds every key.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT_LOCALE = "en"


def text(key: str, /, *, locale: str = DEFAULT_LOCALE, **params: object) -> str:
    """The text under `key`, its {placeholders} filled from `params`.

    With a whole number `n` among them, the plural form that fits it.

    Raises KeyError for a key that is not in the catalogue.
    """
    catalogue = _catalogue(locale)
    n = params.get("n")
    found = catalogue.ngettext(key, key, n) if isinstance(n, int) else catalogue.gettext(key)
    if found == key:
        raise KeyError(key)
    return found.format(**params)


def variants(prefix: str, *, locale: str = DEFAULT_LOCALE) -> int:
    """How many texts are numbered `prefix.1`, `prefix.2`, ..."""
    catalogue = _catalogue(locale)
    count = 0
    while catalogue.gettext(key := f"{prefix}.{count + 1}") != key:
        count += 1
    return count


@cache
def _catalogue(locale: str) -> GNUTranslations:
    source = resources.files("bot").joinpath("locale", f"{locale}.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=locale))
    compiled.seek(0)
    return GNUTranslations(compiled)
