"""How the survivors of a sample are told, and how far its figure can be trusted."""

from __future__ import annotations

import pytest

from tests.mutants import told, wilson


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_is_that_of_published_examples(
    hits: int, tries: int, low: float, high: float
) -> None:
    assert wilson(hits, tries) == pytest.approx((low, high), abs=5e-5)


def test_what_lived_is_named_and_the_modules_with_the_most_of_it_come_first() -> None:
    found = {
        "bot.domain.offers.x_offer_until__mutmut_1": "killed",
        "bot.domain.offers.x_offer_until__mutmut_2": "timeout",
        "bot.domain.noise.copies.x_alike__mutmut_1": "no tests",
        "bot.domain.noise.copies.x_alike__mutmut_2": "killed",
    }
    assert told(found) == [
        "python -m mutmut show bot.domain.noise.copies.x_alike__mutmut_1  # no tests",
        "    1 of    2  noise.copies",
        "    2 of    2  offers",
    ]
