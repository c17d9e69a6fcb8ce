"""What is refused, and that the refusal can be told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.errors import UserError
from bot.texts import text


@contextmanager
def refuses(key: str, **params: Any) -> Iterator[None]:
    """What is done within raises `UserError(key)`, with everything its text needs; `params` are
    those whose values matter."""
    with pytest.raises(UserError) as refused:
        yield
    assert worded(refused.value).key == key
    assert refused.value.params | params == refused.value.params


def worded(error: UserError) -> UserError:
    """The error, whose text says everything that it is to say."""
    assert None not in error.params.values(), error
    assert text(f"error.{error.key}", **error.params)
    return error
