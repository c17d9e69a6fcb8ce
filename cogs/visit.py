"""A short visit to Discord by its REST API alone: nobody sees the bot come online."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace, TracebackType
from typing import Self

import aiohttp
import discord

from bot.domain.permissions import INVITED, GuildRights
from bot.errors import TryLater, UserError
from bot.ports import Clock
from cogs.refusals import NOT_THERE
from cogs.rights import rights_in

SCOPES = ("bot", "applications.commands")
# HTTP's Date is cut to the second, which is half a second on average.
CUT = timedelta(seconds=0.5)
# Seconds Discord may ask for before it is said to be out of reach.
LONGEST_WAIT = 30.0


class Visit:
    """An async context manager, and then the port Rights.

    `names` are those of the channels that were seen. Entering raises UserError when Discord does
    not accept the token or cannot be reached.
    """

    def __init__(self, token: str, clock: Clock) -> None:
        self._token = token
        self._clock = clock
        self.skew = timedelta(0)
        self.names: dict[int, str] = {}

    async def __aenter__(self) -> Self:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._note_time)
        self._client = discord.Client(
            intents=discord.Intents.none(), http_trace=trace, max_ratelimit_timeout=LONGEST_WAIT
        )
        try:
            await self._client.login(self._token)
        except BaseException as error:
            await self._client.close()
            if isinstance(error, discord.LoginFailure):
                raise UserError("discord.token") from error
            if isinstance(error, OSError | discord.DiscordException):
                raise UserError("discord.unreachable", reason=str(error)) from error
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.close()

    @property
    def name(self) -> str:
        """What the bot is called."""
        return self._me.name

    @property
    def invitation(self) -> str:
        """The link with which the bot is invited, with just the permissions that it needs."""
        permissions = discord.Permissions(**dict.fromkeys(INVITED, True))
        application_id = self._client.application_id or self._me.id
        return discord.utils.oauth_url(application_id, permissions=permissions, scopes=SCOPES)

    async def guilds(self) -> dict[int, str]:
        """The names of the guilds that the bot is in, by id. Raises TryLater."""
        try:
            return {each.id: each.name async for each in self._client.fetch_guilds(limit=None)}
        except (OSError, discord.DiscordException) as error:
            raise TryLater(detail=str(error)) from error

    async def joined_at(self, guild_id: int) -> datetime:
        """When the bot joined a guild. Raises TryLater."""
        try:
            guild = await self._client.fetch_guild(guild_id, with_counts=False)
            return (await guild.fetch_member(self._me.id)).joined_at or self._clock.now()
        except (OSError, discord.DiscordException) as error:
            raise TryLater(detail=str(error)) from error

    async def of(self, guild_id: int) -> GuildRights | None:
        try:
            guild = await self._client.fetch_guild(guild_id, with_counts=False)
            channels = await guild.fetch_channels()
            found = rights_in(guild, await guild.fetch_member(self._me.id), channels)
        except discord.HTTPException as error:
            if error.code in NOT_THERE:
                return None
            raise TryLater(detail=str(error)) from error
        except (OSError, discord.DiscordException) as error:
            raise TryLater(detail=str(error)) from error
        self.names |= found.names
        return found

    @property
    def _me(self) -> discord.ClientUser:
        if self._client.user is None:
            raise RuntimeError("the visit has not begun")
        return self._client.user

    async def _note_time(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        answered: aiohttp.TraceRequestEndParams,
    ) -> None:
        told = answered.response.headers.get("Date")
        if told is not None:
            right = parsedate_to_datetime(told).astimezone(UTC) + CUT
            self.skew = self._clock.now() - right
