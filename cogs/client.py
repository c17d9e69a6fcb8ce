"""The bot as Discord sees it: its intents, its commands, its buttons, and its work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import discord
import structlog
from discord.ext import commands

from bot.domain.shards import ALONE, Layout
from bot.heartbeats import Heartbeats
from bot.metrics import WORKER_FAILURES
from bot.ports import Clock
from bot.services.suite import Services
from bot.texts import speak
from cogs.acknowledging import acknowledge_surely, all_answered, being_answered
from cogs.all_buttons import BUTTONS
from cogs.arriving import arrival_of
from cogs.chat import ChatCog
from cogs.counted import counted
from cogs.door import DoorCog
from cogs.drafts import take_form
from cogs.errors import Tree, custom_id_of, explain_stale
from cogs.feed import FeedCog
from cogs.forecast import show_forecast
from cogs.form import explain_forgotten
from cogs.help import show_help
from cogs.link import LinkCog
from cogs.listing import ListingCog
from cogs.me import MeCog
from cogs.once import not_repeated
from cogs.people import PeopleCog
from cogs.scorecard import ScorecardCog
from cogs.sharding import ShardedBot
from cogs.tweetup_group import tweetup_group
from cogs.wording import CatalogueTranslator

log = structlog.get_logger(__name__)

Worker = Callable[[], Awaitable[None]]

# discord.py would warn at every start that what it needs to speak is not installed.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
# Seconds before a worker that failed begins again.
PAUSE = 30.0
# Seconds Discord may ask for before a call is put off rather than waited for.
LONGEST_WAIT = 60.0
# Seconds that what is being said has when the bot stops.
LAST_WORDS = 5.0


class TweetupBot(ShardedBot):
    """Give it services with `use` before it logs in.

    `default_zone` is the IANA time zone of guilds that have not set up a tweetup yet; `layout` is
    how guilds are shared out among processes.
    """

    services: Services

    def __init__(self, *, clock: Clock, default_zone: str, layout: Layout = ALONE) -> None:
        super().__init__(
            layout=layout,
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_scheduled_events=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=counted(not_repeated()),
        )
        self.clock = clock
        self.default_zone = default_zone
        self.workers: Sequence[Worker] = ()
        self.heartbeats = Heartbeats()
        self.stopping = False
        self._command_ids: dict[str, int] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._greeting: set[asyncio.Task[None]] = set()
        self._late: set[int] = set()

    def use(self, services: Services, workers: Sequence[Worker]) -> None:
        """`workers` run for as long as the bot does; what one raises is logged, and it goes on."""
        self.services = services
        self.workers = workers

    async def setup_hook(self) -> None:
        self.hold(await self.services.clusters.first())
        acknowledge_surely()
        for cog in (
            ListingCog(self, self.services),
            LinkCog(self.services),
            ScorecardCog(self.services),
            PeopleCog(self.services),
            MeCog(self.services),
            FeedCog(self.services),
            DoorCog(self.services),
            ChatCog(self.services),
        ):
            await self.add_cog(cog)
        self.tree.add_command(tweetup_group())
        self.tree.add_command(show_forecast)
        self.tree.add_command(show_help)
        self.add_dynamic_items(*BUTTONS)
        # At every start: it replaces the commands by the same ones, which keep their ids and count
        # towards no limit, and a start is rare. A memory of what was sent last could be wrong.
        await self.tree.set_translator(CatalogueTranslator())
        self._command_ids = {each.name: each.id for each in await self.tree.sync()}
        self._tasks = [asyncio.create_task(self._keep(worker)) for worker in self.workers]

    def mention(self, command: str) -> str:
        """A command, by its qualified name ("tweetup create"), as words that can be tapped. Discord
        tells the ids that takes when the commands are synced."""
        return f"</{command}:{self._command_ids[command.partition(' ')[0]]}>"

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer our forms, and the buttons of an earlier version, which nothing else would."""
        speak(str(interaction.locale))
        submitted = interaction.type is discord.InteractionType.modal_submit
        if submitted and not await take_form(interaction):
            await explain_forgotten(interaction)
        if interaction.type is discord.InteractionType.component:
            known = (button.__discord_ui_compiled_template__ for button in BUTTONS)
            if not any(each.fullmatch(custom_id_of(interaction)) for each in known):
                await explain_stale(interaction)
        if interaction.guild_id is not None and interaction.guild_locale is not None:
            locale, usual = str(interaction.locale), str(interaction.guild_locale)
            heard = self.services.languages.heard
            await heard(interaction.guild_id, interaction.user.id, locale, usual)

    async def finish(self) -> None:
        """Let what is being said be said, as long as that takes no more than LAST_WORDS."""
        self.stopping = True
        said, enough = map(asyncio.ensure_future, (self._say_all(), self.clock.sleep(LAST_WORDS)))
        await asyncio.wait({said, enough}, return_when=asyncio.FIRST_COMPLETED)
        rest = said, enough, *being_answered()
        for each in rest:
            each.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _say_all(self) -> None:
        await self.services.deliver.finish()
        await all_answered()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if self.layout.clusters == 1:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self.services.clusters.begin_session()

    async def on_shard_ready(self, number: int) -> None:
        await super().on_shard_ready(number)
        log.info("online", shard=number, servers=sum(g.shard_id == number for g in self.guilds))
        greeting = asyncio.create_task(self._keep(partial(self._greet, number)))
        self._greeting.add(greeting)
        greeting.add_done_callback(self._greeting.discard)

    async def _greet(self, number: int) -> None:
        """Greet the guilds on a shard that took the bot in while it was away."""
        here = [guild for guild in self.guilds if guild.shard_id == number]
        self._late |= {guild.id for guild in here if guild.unavailable}
        for guild in (each for each in here if not each.unavailable):
            await self.services.arrivals.found(*arrival_of(guild))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        if guild.id in self._late:
            await self.services.arrivals.found(*arrival_of(guild))
            self._late.discard(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self.services.departures.left(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self.services.departures.back(guild.id)
        await self.services.arrivals.joined(*arrival_of(guild))

    async def close(self) -> None:
        tasks = [*self._tasks, *self._greeting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await super().close()

    async def _keep(self, worker: Worker) -> None:
        """Run a worker until it is done, beginning again whenever it fails."""
        await self.wait_until_ready()
        name = getattr(worker, "func", worker).__qualname__
        with self.heartbeats.of(name).beating():
            while True:
                try:
                    await worker()
                except Exception:
                    log.exception("worker failed", worker=name)
                    WORKER_FAILURES.labels(name).inc()
                    await self.clock.sleep(PAUSE)
                else:
                    return
