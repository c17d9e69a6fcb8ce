"""What the choice looks at carries over from archive to archive, whatever the weights."""

from __future__ import annotations

import pytest

from tests.end_to_end.archives import real_archives
from tests.introductions.fitting import fitted
from tests.introductions.judging import WHAT, judged, questions


# That the choice is better than counting, `tests/end_to_end/test_evaluate.py` tells every day.
@pytest.mark.long
@pytest.mark.skipif(not real_archives(), reason="the real archives are not at hand")
def test_judged_by_what_the_other_archives_taught_it_is_better_than_counting() -> None:
    asked = questions()
    found = [judged(each, fitted(other for other in asked if other is not each)) for each in asked]
    reached, counted = (
        {
            what: sum(tally[which] for one in found for tally in getattr(one, side).values())
            for which, what in enumerate(WHAT)
        }
        for side in ("reached", "counted")
    )
    assert reached["again_any"] >= counted["again_any"]
    assert reached["again_talk"] >= counted["again_talk"] + 3
    assert reached["people_right"] > counted["people_right"]
