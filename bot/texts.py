"""The catalogues of every text a person reads: one .po file a language, read without a build step.

Keys name the place where a text stands ("rsvp.going"); the English file holds every key. To add a
language is to add its file; what it lacks is said in English.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from importlib import resources

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ENGLISH = "en"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def text(key: str, /, **params: object) -> str:
    """The text under `key` in the reader's language, its {placeholders} filled from `params`.

    With a whole number `n` among them, the plural form that fits it.

    Raises KeyError for a key that is in no catalogue.
    """
    catalogue = _catalogue(_language.get())
    n = params.get("n")
    found = catalogue.ngettext(key, key, n) if isinstance(n, int) else catalogue.gettext(key)
    if found == key:
        raise KeyError(f"bot/locale/en.po has no {key}")
    return found.format(**params)


def region() -> str:
    """The locale of the reader's language by which Babel writes dates and lists: "en_GB"."""
    return _catalogue(_language.get()).info()["language"]


def speak(locale: str | None) -> None:
    """For the rest of the running task, speak to somebody who reads `locale`, as Discord names
    it ("de", "pt-BR"); English to whoever reads what there is no catalogue of."""
    _language.set(_chosen(locale))


@contextmanager
def speaking(locale: str | None) -> Iterator[None]:
    """The same for as long as the context lasts."""
    before = _language.set(_chosen(locale))
    try:
        yield
    finally:
        _language.reset(before)


@cache
def languages() -> tuple[str, ...]:
    """The languages there are catalogues of, English first."""
    files = (each.name for each in resources.files("bot").joinpath("locale").iterdir())
    found = {name.removesuffix(".po") for name in files if name.endswith(".po")}
    return (ENGLISH, *sorted(found - {ENGLISH}))


@cache
def fitting(locale: str) -> str | None:
    """The language of which there is a catalogue for somebody who reads `locale`, if any."""
    return negotiate_locale([locale.replace("-", "_")], languages())


def _chosen(locale: str | None) -> str:
    return (locale and fitting(locale)) or ENGLISH


@cache
def _catalogue(language: str) -> GNUTranslations:
    source = resources.files("bot").joinpath("locale", f"{language}.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    catalogue = GNUTranslations(compiled)
    if language != ENGLISH:
        catalogue.add_fallback(_catalogue(ENGLISH))
    return catalogue
