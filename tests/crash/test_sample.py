"""A few of the kills; `make soak` has all of them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.crash.elsewhere import Elsewhere
from tests.crash.runs import Undisturbed, killed, undisturbed
from tests.crash.seams import Seams
from tests.crash.steps import STEPS
from tests.wire.contract import SPEC, check

# Up to the first introductions, and in so many of these steps a kill; the first step alone where
# processes are real, for each takes seconds to begin.
FIRST_DAYS = STEPS[: [step.name for step in STEPS].index("ada says hello") + 1]
PART, FEW = 0.12, STEPS[:1]

Fresh = Callable[[str], str]


@pytest.fixture(scope="module")
def fresh(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Gives the address of a database of its own."""
    directory = tmp_path_factory.mktemp("crashes")
    return lambda name: f"sqlite+aiosqlite:///{shutil.copy(sqlite_template, directory / name)}"


@pytest.fixture(scope="module")
def right(fresh: Fresh) -> Undisturbed:
    return asyncio.run(undisturbed(fresh("undisturbed.db"), FIRST_DAYS))


def test_days_without_a_kill_have_all_that_can_be_lost(right: Undisturbed) -> None:
    facts = set(right.facts[-1])
    kinds = ("offer", "digest", "chat_end", "change", "hello", "introduction_thread")
    nouns = ["thread", "feed", "answer", "to ada:", *(f"delivery {kind}" for kind in kinds)]
    missing = [noun for noun in nouns if not any(fact.startswith(noun) for fact in facts)]
    assert not missing
    assert not any(" waiting " in fact or " sending " in fact for fact in facts)
    assert any(" leads to " in fact for fact in facts)
    amiss = (" does not lead to ", " is not there", " was not told until ")
    assert not [fact for fact in facts if any(words in fact for words in amiss)]
    assert min(right.seams) > 1


@pytest.mark.skipif(
    not SPEC.exists(), reason="Discord's API description is not beside this checkout"
)
def test_in_days_like_these_all_that_is_said_is_what_discord_describes(right: Undisturbed) -> None:
    for call in right.calls:
        check(call)
    routes = {f"{call['method']} {call['route']}" for call in right.calls}
    assert {
        "POST /channels/{channel_id}/threads",
        "POST /channels/{channel_id}/messages",
        "PATCH /channels/{channel_id}/messages/{message_id}",
        "POST /users/@me/channels",
        "POST /guilds/{guild_id}/scheduled-events",
    } <= routes


async def test_kills_at_any_seam_leave_no_trace(fresh: Fresh, right: Undisturbed) -> None:
    # What processes that are dropped complain of takes longer to print than to live through.
    with capture_logs():
        outcome = await killed(fresh("killed.db"), right, seed=1, steps=FIRST_DAYS, part=PART)
    assert outcome.differences == {}
    assert outcome.kills >= 5


# Every day `tests/wire/test_killed.py` kills one for good.
@pytest.mark.long
async def test_a_process_that_is_killed_for_good_leaves_none(
    fresh: Fresh, right: Undisturbed
) -> None:
    outcome = await killed(fresh("slain.db"), right, seed=4, begin=Elsewhere, steps=FEW)
    assert outcome.differences == {}
    assert outcome.kills >= 1


async def test_nothing_gets_past_the_last_seam() -> None:
    ended: list[str] = []
    seams = Seams(lambda: ended.append("now"))
    seams.arm(after=2)
    passed: list[int] = []

    async def effects() -> None:
        for number in range(5):
            await seams.one()
            passed.append(number)

    working = asyncio.create_task(effects())
    await seams.over.wait()
    await seams.rest()
    assert (ended, passed) == (["now"], [0])
    working.cancel()
