"""What is wrong with one guild's part of a running bot, and how to mend it."""

from __future__ import annotations

from bot.domain.budget import Step
from bot.domain.findings import Finding, found
from bot.ports import Clock, Rights
from bot.services.budget import Budget
from bot.services.doctor.guilds import in_guild, reading_of
from bot.services.reading import Reading
from db import reader
from db.engine import Database


class Doctor:
    def __init__(self, database: Database, clock: Clock, budget: Budget, reading: Reading) -> None:
        self._database = database
        self._clock = clock
        self._budget = budget
        self._reading = reading

    async def guild(self, guild_id: int, rights: Rights) -> list[Finding]:
        """What concerns one guild, and nothing of others or of the machine. Raises TryLater."""
        now = self._clock.now()
        held = await rights.of(guild_id)
        async with self._database.read() as conn:
            findings = await in_guild(conn, guild_id, held, now)
            refusal = await reader.last_refusal(conn)
            silent = await reading_of(conn, guild_id, now)
        if self._reading.stopped and refusal is not None:
            findings.append(found("reading.stopped", why=refusal, at=refusal.at))
        elif self._reading.kind is None:
            findings.append(found("reading.off"))
        else:
            findings += silent
        standing = await self._budget.standing(guild_id)
        if standing.step is Step.FULL:
            findings.append(found("budget.fine", spent=standing.spent))
        else:
            findings.append(found("budget.sparing", spent=standing.spent, cap=standing.cap or 0))
        return findings
