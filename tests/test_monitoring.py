"""What watches the bot, asking over HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from sqlalchemy.exc import OperationalError

from bot import metrics
from bot.domain.announcements import EventCard
from bot.domain.budget import Terms
from bot.domain.deliveries import MessageRef
from bot.errors import TryLater, UserError
from bot.heartbeats import GRACE, Heartbeats
from bot.monitoring import Monitoring
from bot.ports import Outgoing
from bot.services.suite import Services, build
from bot.x.backoff import Backoff
from bot.x.problems import RateLimited
from db.engine import Database
from tests.command import ROOT
from tests.services.world import GUILD, NOW, World, batch, draft, post
from tests.test_heartbeats import Hours


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    database = Database(sqlite_url)
    yield World(database)
    await database.close()


@pytest.fixture
def services(world: World) -> Services:
    return build(world.database, world.clock, world.discord, Terms(cap=25_000_000))


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def hearts(hours: Hours) -> Heartbeats:
    return Heartbeats(hours)


@pytest.fixture
def wanting() -> list[str]:
    return []


@pytest.fixture
def monitoring(services: Services, hearts: Heartbeats, wanting: list[str]) -> Monitoring:
    return Monitoring(services.vital_signs, hearts, lambda: wanting)


@pytest.fixture
async def session(monitoring: Monitoring, port: int) -> AsyncIterator[aiohttp.ClientSession]:
    async with (
        monitoring.served("127.0.0.1", port),
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        yield session


async def told(session: aiohttp.ClientSession, path: str) -> tuple[int, list[str]]:
    async with session.get(path) as answer:
        return answer.status, (await answer.text()).splitlines()


async def numbers(session: aiohttp.ClientSession) -> dict[str, float]:
    status, lines = await told(session, "/metrics")
    assert status == 200
    pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name: float(value) for name, value in pairs}


async def test_it_is_well_while_nothing_is_wanting_and_says_what_is(
    session: aiohttp.ClientSession,
    world: World,
    hearts: Heartbeats,
    hours: Hours,
    wanting: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await told(session, "/healthz") == (200, ["ok"])
    assert await told(session, "/readyz") == (200, ["ok"])
    assert (await numbers(session))["tweetup_ready"] == 1

    hearts.of("read_x")
    hours.now += GRACE + 1
    assert await told(session, "/healthz") == (503, ["worker read_x"])
    assert await told(session, "/readyz") == (200, ["ok"])

    def away() -> None:
        raise OperationalError("SELECT", {}, OSError("away"))

    wanting.append("discord")
    monkeypatch.setattr(world.database, "read", away)
    assert await told(session, "/readyz") == (503, ["discord", "database"])
    found = await numbers(session)
    assert found["tweetup_ready"] == 0
    assert found['tweetup_worker_silent{worker="read_x"}'] == 1
    assert found['tweetup_worker_beat_age_seconds{worker="read_x"}'] == GRACE + 1
    assert found['tweetup_worker_failures_total{worker="read_x"}'] == 0
    assert await told(session, "/") == (404, ["404: Not Found"])


async def test_the_numbers_follow_what_happens(
    session: aiohttp.ClientSession, services: Services, world: World
) -> None:
    before = await numbers(session)
    event = await services.events.create(draft())
    await services.rsvp.answer(GUILD, event.id, 1, "going")
    waiting = await numbers(session)
    assert waiting['tweetup_deliveries_waiting{kind="card"}'] == 1
    world.clock.move(seconds=90)
    assert (await numbers(session))["tweetup_deliveries_oldest_seconds"] == 90

    world.discord.fail(EventCard, TryLater(5, "busy"))
    await services.deliver.drain()
    world.clock.move(seconds=10)
    await services.deliver.drain()
    world.clock.move(hours=1)
    await services.ingest.take(batch(post(1, by=7)))
    await services.budget.read(posts={1: ["hrtweetup"]}, users={7: ["hrtweetup"]})
    Backoff().after(RateLimited(), NOW)
    services.reading.stopped = True

    after = await numbers(session)

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown('tweetup_deliveries_total{kind="card",outcome="put_off"}') == 1
    assert grown('tweetup_deliveries_total{kind="card",outcome="sent"}') == 1
    assert 'tweetup_deliveries_waiting{kind="card"}' not in after
    assert grown("tweetup_delivery_lag_seconds_sum") >= 100
    assert grown("tweetup_post_lag_seconds_count") == 1
    assert grown('tweetup_x_read_total{kind="post"}') == 1
    assert grown('tweetup_rate_limit_wait_seconds_total{platform="x"}') == 60
    assert after["tweetup_x_spent_dollars"] == 0.015
    assert after["tweetup_x_spending_cap_dollars"] == 25
    assert after["tweetup_reading_stopped"] == 1


def test_how_late_posts_are_is_told_as_any_histogram_is() -> None:
    name, told = "some_seconds", "Words."
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    own = metrics.Seconds(name, told, ours)
    other = Histogram(name, told, buckets=metrics.MINUTES, registry=theirs)
    lags = (0.5, 1, 1.5, 300, 86_400, 1e6, -3)
    own.observe(*lags)
    for lag in lags:
        other.observe(lag)
    assert generate_latest(ours) == generate_latest(theirs)


async def test_a_long_queue_is_no_silence(
    services: Services, world: World, hearts: Heartbeats, hours: Hours
) -> None:
    for _ in range(3):
        await services.events.create(draft())
    send = world.discord.send

    async def slowly(outgoing: Outgoing) -> MessageRef:
        hours.now += GRACE / 2
        return await send(outgoing)

    world.discord.send = slowly  # type: ignore[method-assign]
    with hearts.of("Deliver.run").beating():
        await services.deliver.drain()
        assert len(world.discord.sent) > 3
        assert hearts.silent == []


async def test_a_port_that_is_taken_is_told_in_a_sentence(
    session: aiohttp.ClientSession, monitoring: Monitoring, port: int
) -> None:
    with pytest.raises(UserError) as refusal:
        async with monitoring.served("127.0.0.1", port):
            pass
    assert refusal.value.key == "monitoring.port"
    assert refusal.value.params["port"] == port


def test_the_alerts_and_the_docs_name_numbers_that_there_are() -> None:
    served = generate_latest(metrics.REGISTRY).decode()
    known = set(re.findall(r"^# TYPE (\w+)", served, re.MULTILINE))
    alerts = (ROOT / "deploy/prometheus-alerts.yml").read_text(encoding="utf-8")
    docs = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
    own = re.compile(r"\btweetup_[a-z_]+")
    assert set(own.findall(alerts)) <= known
    assert {name for name in own.findall(docs) if name != "tweetup_info"} == {
        name for name in known if name.startswith("tweetup_") and name != "tweetup_info"
    }
