"""What organisers set for what is kept out of an event's feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import time
from typing import Any, NamedTuple, get_args

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.digests import DIGEST_AT
from bot.domain.filtering import DEFAULTS, Filter, Noise, Policy, Standing
from db.lookup import Lookup, chunks
from db.schema import events
from db.schema_noise import filter_people, filter_words, filters
from db.upsert import add_missing, upsert

NOISE: tuple[Noise, ...] = get_args(Noise)

# Asked with every batch of posts, of events of which most have no list of either kind.
_SETTINGS = Lookup(
    sa.select(
        events.c.id,
        filters,
        sa.exists().where(filter_people.c.event_id == events.c.id).label("with_people"),
        sa.exists().where(filter_words.c.event_id == events.c.id).label("with_words"),
    ).outerjoin_from(events, filters),
    events.c.id,
)
_PEOPLE = Lookup(sa.select(filter_people), filter_people.c.event_id)
_WORDS = Lookup(sa.select(filter_words), filter_words.c.event_id)


class FilterSettings(NamedTuple):
    """`review_channel_id` is where organisers approve what is held; `digest_at` is by the clock
    of the event's zone, None where the digest does not go out by itself."""

    policies: Mapping[Noise, Policy] = DEFAULTS
    review_channel_id: int | None = None
    digest_at: time | None = DIGEST_AT


async def get(conn: AsyncConnection, event_id: int) -> FilterSettings:
    found = await _SETTINGS.rows(conn, [event_id])
    return _settings(found[0]) if found else FilterSettings()


async def save(conn: AsyncConnection, event_id: int, settings: FilterSettings) -> None:
    row = {
        "event_id": event_id,
        **{str(noise): policy for noise, policy in settings.policies.items()},
        "review_channel_id": settings.review_channel_id,
        "digest_at": settings.digest_at,
    }
    names = row.keys() - {"event_id"}
    await upsert(conn, filters, [row], lambda new: {name: new[name] for name in names})


async def of_events(conn: AsyncConnection, event_ids: Collection[int]) -> dict[int, Filter]:
    """The filter of each of these events."""
    found = await _SETTINGS.rows(conn, event_ids)
    standings: dict[int, dict[int, Standing]] = defaultdict(dict)
    words: dict[int, set[str]] = defaultdict(set)
    for row in await _PEOPLE.rows(conn, [row.id for row in found if row.with_people]):
        standings[row.event_id][row.person_id] = row.standing
    for row in await _WORDS.rows(conn, [row.id for row in found if row.with_words]):
        words[row.event_id].add(row.key)
    return {
        row.id: Filter(_settings(row).policies, standings[row.id], words[row.id]) for row in found
    }


async def people(conn: AsyncConnection, event_id: int) -> dict[int, Standing]:
    """How authors stand whom organisers allowed or muted."""
    query = sa.select(filter_people).where(filter_people.c.event_id == event_id)
    return {row.person_id: row.standing for row in await conn.execute(query)}


async def set_person(
    conn: AsyncConnection, event_id: int, person_id: int, standing: Standing | None
) -> None:
    """None makes an author one as any other."""
    if standing is None:
        own = (filter_people.c.event_id == event_id) & (filter_people.c.person_id == person_id)
        await conn.execute(sa.delete(filter_people).where(own))
        return
    row = {"event_id": event_id, "person_id": person_id, "standing": standing}
    await upsert(conn, filter_people, [row], lambda new: {"standing": new.standing})


async def forget_people(conn: AsyncConnection, person_ids: Collection[int]) -> None:
    for chunk in chunks(person_ids):
        await conn.execute(sa.delete(filter_people).where(filter_people.c.person_id.in_(chunk)))


async def words(conn: AsyncConnection, event_id: int) -> dict[str, str]:
    """The blocked words as they were typed, by how they are looked for."""
    query = sa.select(filter_words).where(filter_words.c.event_id == event_id)
    return {row.key: row.word for row in await conn.execute(query.order_by(filter_words.c.key))}


async def add_word(conn: AsyncConnection, event_id: int, key: str, word: str) -> None:
    await add_missing(conn, filter_words, [{"event_id": event_id, "key": key, "word": word}])


async def remove_word(conn: AsyncConnection, event_id: int, key: str) -> bool:
    """False when it was not blocked."""
    own = (filter_words.c.event_id == event_id) & (filter_words.c.key == key)
    return (await conn.execute(sa.delete(filter_words).where(own))).rowcount == 1


async def copy(conn: AsyncConnection, event_id: int, to: int) -> None:
    """Let another event begin with all that organisers set for this one."""
    await save(conn, to, await get(conn, event_id))
    for person_id, standing in (await people(conn, event_id)).items():
        await set_person(conn, to, person_id, standing)
    for key, word in (await words(conn, event_id)).items():
        await add_word(conn, to, key, word)


def _settings(row: sa.Row[Any]) -> FilterSettings:
    if row.event_id is None:
        return FilterSettings()
    policies = {noise: row._mapping[noise] for noise in NOISE}
    return FilterSettings(policies, row.review_channel_id, row.digest_at)
