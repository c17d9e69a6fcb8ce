"""Which guild what was read is charged to, and how sparing reading for it has become."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.budget import Step
from db.schema_reading import budget_steps, spending
from db.upsert import upsert


@dataclass(frozen=True, slots=True)
class StepTaken:
    """The step a guild is on, in which month and under which allowance it was taken."""

    month: date
    allowance: int
    step: Step


async def add(conn: AsyncConnection, day: date, amounts: Mapping[int, int]) -> None:
    """Charge micro-dollars to guilds, on top of what they were charged that UTC day."""
    await upsert(
        conn,
        spending,
        [
            {"day": day, "guild_id": guild_id, "micro_dollars": amount}
            for guild_id, amount in amounts.items()
        ],
        lambda new: {"micro_dollars": spending.c.micro_dollars + new.micro_dollars},
    )


async def since(conn: AsyncConnection, day: date) -> dict[int, dict[date, int]]:
    """Micro-dollars by guild and by UTC day, from that day on."""
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for row in await conn.execute(sa.select(spending).where(spending.c.day >= day)):
        found[row.guild_id][row.day] = row.micro_dollars
    return dict(found)


async def first_days(conn: AsyncConnection) -> dict[int, date]:
    """The first day on which each guild was charged anything."""
    query = sa.select(spending.c.guild_id, sa.func.min(spending.c.day).label("day"))
    return {
        row.guild_id: row.day for row in await conn.execute(query.group_by(spending.c.guild_id))
    }


async def steps(conn: AsyncConnection, *, lock: bool = False) -> dict[int, StepTaken]:
    """The steps taken for each guild; `lock` keeps others from it until the transaction ends."""
    query = sa.select(budget_steps).order_by(budget_steps.c.guild_id)
    if lock:
        query = query.with_for_update()
    return {
        row.guild_id: StepTaken(row.month, row.allowance, Step[row.step.upper()])
        for row in await conn.execute(query)
    }


async def take_step(conn: AsyncConnection, guild_id: int, taken: StepTaken) -> None:
    row = {
        "guild_id": guild_id,
        "month": taken.month,
        "allowance": taken.allowance,
        "step": taken.step.key,
    }
    await upsert(
        conn,
        budget_steps,
        [row],
        lambda new: {"month": new.month, "allowance": new.allowance, "step": new.step},
    )
