"""A digest that was held back past its time goes out as soon as nothing holds it back."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor

from tests.cogs.feeding import ad, ask, digests, fed
from tests.cogs.town import Town


@pytest.mark.parametrize(
    ("held_back", "let_go"),
    [
        (("pause", {}), ("resume", {})),
        (("quiet-hours", {"from": "17:00", "to": "23:00"}), ("quiet-hours", {})),
    ],
)
async def test_a_digest_that_is_overdue_comes_at_once(
    town: Town,
    olive: MemberActor,
    held_back: tuple[str, dict[str, str]],
    let_go: tuple[str, dict[str, str]],
) -> None:
    await ask(town, olive, held_back[0], **held_back[1])
    await fed(town, ad(1))
    await town.sleep(19)
    assert digests(town) == []
    await ask(town, olive, let_go[0], **let_go[1])
    await town.env.settle()
    assert len(digests(town)) == 1
