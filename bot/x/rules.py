"""Our rules of the filtered stream: one for each followed hashtag, and nobody else's."""

from __future__ import annotations

from collections.abc import Collection

import structlog

from bot.errors import SourceStopped
from bot.x.client import XClient
from bot.x.problems import Refused

log = structlog.get_logger(__name__)

# Others may share the project; a rule is ours by this beginning of its tag.
OURS = "tweetup:"


async def sync_rules(client: XClient, hashtags: Collection[str]) -> None:
    """Make our rules those for `hashtags`. X takes about 20 s to act on a change."""
    wanted = {f"#{hashtag}": f"{OURS}{hashtag}" for hashtag in sorted(hashtags)}
    ours = [rule for rule in await client.rules() if rule.tag.startswith(OURS)]
    surplus = [rule.id for rule in ours if wanted.get(rule.value) != rule.tag]
    standing = {rule.value for rule in ours if rule.id not in surplus}
    missing = {value: tag for value, tag in wanted.items() if value not in standing}
    try:
        # Those no longer wanted go first: a project may have only so many.
        if surplus:
            await client.delete_rules(surplus)
        if missing:
            await client.add_rules(missing)
    except Refused as refusal:
        raise SourceStopped("x.refused", detail=refusal.detail) from refusal
    if surplus or missing:
        log.info("stream rules changed", added=list(missing), removed=len(surplus))
