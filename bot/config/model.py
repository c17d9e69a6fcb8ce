"""The settings: what there is to set, what it may be, and what holds when nothing is said.

Every value comes with the meaning and unit that config.example.toml gives it.
"""

from __future__ import annotations

from datetime import date, timedelta
from socket import gethostname
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_core.core_schema import ValidationInfo
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.aftermath import KEPT
from bot.domain.budget import Price, Terms
from bot.domain.feed import SourceKind
from bot.domain.shards import Layout
from bot.domain.when import zone_named
from bot.errors import UserError

ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
EXAMPLE_ORIGIN = "an address without a path, such as 'https://api.x.com'"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def database_url(text: str) -> str:
    """The URL with the asynchronous driver the bot uses.

    Raises ValueError with what is expected; it does not repeat the URL, which may hold a password.
    """
    expected = "sqlite:///FILE or postgresql://USER@HOST/DATABASE"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(expected) from None
    if url.drivername not in ASYNC_DRIVERS or any("passw" in key.lower() for key in url.query):
        raise ValueError(expected)
    # The rest of the password would be taken for the host, and shown with it.
    if "@" in (url.host or ""):
        raise ValueError(f"{expected}; in a password, @ is written %40")
    return url.set(drivername=ASYNC_DRIVERS[url.drivername]).render_as_string(hide_password=False)


def _time_zone(name: str) -> str:
    try:
        return zone_named(name).key
    except UserError as error:
        suggestion = error.params["suggestion"]
        raise ValueError(f"an IANA time zone such as {suggestion!r}") from None


def _origin(text: str) -> str:
    try:
        parts = urlsplit(text)
        beyond = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
        whole = parts.hostname and parts.port != 0 and not any(beyond)
    except ValueError:  # a port that is no number, a bracket left open
        raise ValueError(EXAMPLE_ORIGIN) from None
    if not whole or parts.scheme not in {"http", "https"}:
        raise ValueError(EXAMPLE_ORIGIN)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("https:// (the bearer token travels with every request)")
    return f"{parts.scheme}://{parts.netloc}"


def _public_url(text: str) -> str:
    expected = "https:// and a host alone, such as 'https://tweetup.example.org', or ''"
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        beyond = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
        whole = parts.hostname and parts.port != 0 and not any(beyond)
    except ValueError:
        raise ValueError(expected) from None
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not whole or not secure or not text.isascii():
        raise ValueError(expected)
    return f"{parts.scheme}://{parts.netloc}"


def _listen(text: str) -> str:
    try:
        parts = urlsplit(f"//{text}")
        whole = parts.hostname and parts.port and parts.netloc == text and not parts.username
    except ValueError:
        whole = None
    if not whole:
        raise ValueError("a host and a port, such as '127.0.0.1:8080'")
    return text


def _listen_or_not(text: str) -> str:
    return _listen(text) if text else ""


def _host_and_port(listen: str) -> tuple[str, int]:
    parts = urlsplit(f"//{listen}")
    return parts.hostname or "", parts.port or 0


def bare_token(text: str) -> str:
    """Raises ValueError with what is expected; it does not repeat what was typed."""
    token = text.strip()
    if not token.isascii() or not token.isprintable() or set(token) & set(" '\"`<>"):
        raise ValueError("the bare token: no spaces, no quotes, no 'Bot' or 'Bearer' before it")
    return token


def _token(secret: SecretStr) -> SecretStr:
    return SecretStr(bare_token(secret.get_secret_value()))


Token = Annotated[SecretStr, AfterValidator(_token)]


class Section(BaseModel):
    """One table of the file. Values keep their TOML type: a quoted number is not a number."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_default=True, hide_input_in_errors=True
    )


class DatabaseSection(Section):
    """Where everything is kept. `url` may carry a password; print `shown_url` instead."""

    url: Annotated[str, AfterValidator(database_url)] = Field(
        default="sqlite+aiosqlite:///tweetup.db", repr=False
    )

    @property
    def is_a_file(self) -> bool:
        return make_url(self.url).get_backend_name() == "sqlite"

    @property
    def shown_url(self) -> str:
        return make_url(self.url).render_as_string(hide_password=True)


class PriceRow(Section):
    """What X charges for each resource read, in dollars, from a day on."""

    since: date = Field(alias="from")
    post: float = Field(ge=0, le=1_000, allow_inf_nan=False)
    user: float = Field(ge=0, le=1_000, allow_inf_nan=False)

    def __str__(self) -> str:
        return f"from {self.since}: ${self.post} a post, ${self.user} a user"


TODAYS_PRICES = PriceRow.model_validate({"from": date(2026, 1, 1), "post": 0.005, "user": 0.010})


class XSection(Section):
    """How posts are read from X."""

    source: SourceKind = "poll"
    api_url: Annotated[str, AfterValidator(_origin)] = "https://api.x.com"
    field_names: Literal["tweet", "post"] = "tweet"
    poll_fastest_seconds: int = Field(default=30, ge=5)
    poll_slowest_seconds: int = Field(default=900, ge=5)
    prices: list[PriceRow] = Field(default=[TODAYS_PRICES], min_length=1)

    @property
    def shown_prices(self) -> str:
        return "; ".join(map(str, self.prices))

    @field_validator("prices")
    @classmethod
    def _in_order(cls, prices: list[PriceRow]) -> list[PriceRow]:
        days = [row.since for row in prices]
        if days != sorted(set(days)):
            raise ValueError("one table for each day, earlier days first")
        return prices

    @field_validator("poll_slowest_seconds")
    @classmethod
    def _not_faster_than_fastest(cls, slowest: int, info: ValidationInfo) -> int:
        fastest = info.data.get("poll_fastest_seconds", slowest)
        if slowest < fastest:
            raise ValueError(f"at least {fastest}, which is poll_fastest_seconds")
        return slowest


class BudgetSection(Section):
    """What reading X may cost in a calendar month (UTC), in dollars; 0 sets no limit."""

    monthly_cap_dollars: float = Field(default=0.0, ge=0, le=1_000_000_000, allow_inf_nan=False)
    guild_cap_dollars: float = Field(default=0.0, ge=0, le=1_000_000_000, allow_inf_nan=False)
    kept_back_percent: int = Field(default=10, ge=0, le=90)


class EventsSection(Section):
    """What holds for a new tweetup unless its organiser says otherwise."""

    time_zone: Annotated[str, AfterValidator(_time_zone)] = "Europe/London"


class PrivacySection(Section):
    """How long what people said and did is kept."""

    # X's search reaches back seven days, and shown posts are looked up for eight.
    keep_days: int = Field(default=KEPT.days, ge=14, le=3_650)

    @property
    def kept(self) -> timedelta:
        return timedelta(days=self.keep_days)


class WebSection(Section):
    """The bot's few pages, served where `public_url` says under which address; off without."""

    public_url: Annotated[str, AfterValidator(_public_url)] = ""
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"

    @property
    def host_and_port(self) -> tuple[str, int]:
        return _host_and_port(self.listen)


class MonitoringSection(Section):
    """What watches the bot finds it at `listen`, a host and a port; off without."""

    listen: Annotated[str, AfterValidator(_listen_or_not)] = ""

    @property
    def host_and_port(self) -> tuple[str, int] | None:
        return _host_and_port(self.listen) if self.listen else None


class GrowthSection(Section):
    """Several processes that work together on one PostgreSQL database."""

    process: str = ""
    shards: int = Field(default=1, ge=1)
    clusters: int = Field(default=1, ge=1)

    @property
    def layout(self) -> Layout:
        return Layout(self.shards, self.clusters)

    @field_validator("clusters")
    @classmethod
    def _not_more_than_shards(cls, clusters: int, info: ValidationInfo) -> int:
        shards = info.data.get("shards", clusters)
        if clusters > shards:
            raise ValueError(f"at most {shards}, which is shards")
        return clusters

    @property
    def name(self) -> str:
        """This process's, among others."""
        return f"{gethostname()}/{self.process}" if self.process else gethostname()


class LogSection(Section):
    """How much the log says, and in what shape."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Secrets(Section):
    """What may stand in no file that gets shared: from the environment or .env alone.

    Without a token for X nothing is read there, and everything else works.
    """

    discord_token: Token
    x_bearer_token: Token | None = None


class Config(Section):
    """Everything the bot is told before it starts."""

    database: DatabaseSection = Field(default_factory=DatabaseSection)
    x: XSection = Field(default_factory=XSection)
    budget: BudgetSection = Field(default_factory=BudgetSection)
    events: EventsSection = Field(default_factory=EventsSection)
    privacy: PrivacySection = Field(default_factory=PrivacySection)
    web: WebSection = Field(default_factory=WebSection)
    monitoring: MonitoringSection = Field(default_factory=MonitoringSection)
    growth: GrowthSection = Field(default_factory=GrowthSection)
    log: LogSection = Field(default_factory=LogSection)
    secrets: Secrets

    @field_validator("growth")
    @classmethod
    def _on_one_database(cls, growth: GrowthSection, info: ValidationInfo) -> GrowthSection:
        database = info.data.get("database")
        if growth.clusters > 1 and database is not None and database.is_a_file:
            raise ValueError("clusters = 1, or a PostgreSQL database for the processes to share")
        return growth

    def terms(self) -> Terms:
        """What reading X costs and may cost, in micro-dollars."""
        return Terms(
            prices=tuple(
                Price(row.since, post=_micro_dollars(row.post), user=_micro_dollars(row.user))
                for row in self.x.prices
            ),
            cap=_micro_dollars(self.budget.monthly_cap_dollars) or None,
            guild_cap=_micro_dollars(self.budget.guild_cap_dollars) or None,
            kept_back_percent=self.budget.kept_back_percent,
        )

    def secret_values(self) -> list[str]:
        """Every value that no log, screen or report may show."""
        tokens = (self.secrets.discord_token, self.secrets.x_bearer_token)
        values = [each.get_secret_value() for each in tokens if each is not None]
        password = make_url(self.database.url).password
        return [*values, password] if password else values


def _micro_dollars(dollars: float) -> int:
    return round(dollars * 1_000_000)
