"""Who wrote a post, as messages name them."""

from __future__ import annotations

from bot.domain.posts import ANYBODY, Author
from bot.texts import speaking
from cogs.render.author import called


def test_an_author_of_whom_x_told_nothing_is_somebody_in_the_readers_language() -> None:
    unknown = Author(5, ANYBODY, "")
    assert called(unknown, 40) == "Somebody on X"
    with speaking("de"):
        assert called(unknown, 40) == "Jemand auf X"
    assert called(Author(6, "ada_hr", "Ada Lovelace"), 4) == "Ada… (@ada_hr)"
