"""The demo's story as an archive."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.sandbox.story import STORY
from bot.sandbox.story.model import Delete, Edit, Repost, Say
from bot.sandbox.x_api import World as XWorld
from bot.sandbox.x_api import XSandbox
from bot.sandbox.x_stage import XStage
from bot.x.fields import POST_FIELDS


async def story_archive(directory: Path) -> Path:
    """What X's search gives of the demo's story, in a file; but for the posts that prove accounts,
    which are made in Discord."""
    clock = [STORY.begins]
    async with XSandbox(XWorld(lambda: clock[0])) as sandbox, aiohttp.ClientSession() as session:
        stage = XStage(sandbox.world, STORY)
        for event in STORY.events:
            if isinstance(event, Say | Repost | Edit | Delete):
                clock[0] = event.at
                stage.play(event)
        pages = []
        for week in (1, 2, 3):
            clock[0] = STORY.begins + timedelta(weeks=week, minutes=1)
            query = {"query": f"#{STORY.hashtag}", "max_results": "100", **POST_FIELDS["tweet"]}
            while True:
                async with session.get(
                    f"{sandbox.url}/2/tweets/search/recent",
                    params=query,
                    headers={"Authorization": f"Bearer {sandbox.token}"},
                ) as answer:
                    pages.append(await answer.json(content_type=None))
                token = pages[-1]["meta"].get("next_token")
                if token is None:
                    break
                query["next_token"] = token
    path = directory / "story.jsonl"
    path.write_text("\n".join(map(json.dumps, pages)), encoding="utf-8")
    return path
