"""`/me export`: a file to read and one for programs, for the member alone."""

from __future__ import annotations

import gzip
import json
from typing import Any

from simcord.results import InteractionResult

from cogs.render.plain import plain
from cogs.render.taken_away import files
from tests.cogs.introduced import introduce
from tests.cogs.introducing import take
from tests.cogs.posts import ADA, BO, code_in, mention, post
from tests.cogs.town import Town, answer_of, said

STEM = "tweetup-hr-london-2026-01-01"


async def attached(result: InteractionResult) -> dict[str, str]:
    """The files of an answer, by their names."""
    found = answer_of(result).attachments
    return {each.filename: (await each.read()).decode() for each in found}


async def test_what_is_known_is_taken_away_as_text_and_as_json(town: Town) -> None:
    event = await town.set_up()
    ada, bo = town.member("ada"), town.member("bo")
    await ada.click(town.card(), label="Going")
    claimed = said(await ada.slash(town.channel, "link", handle="ada_hr"))
    words = f"Hello @bo_hires #HRTweetup {code_in(claimed)}"
    await take(town, post(2**60 + 1, ADA, words, mentions=(mention(BO),)))
    await take(town, post(2**60 + 2, BO, "And you #HRTweetup"))
    await introduce(town, event, ada, bo)

    result = await ada.slash(town.channel, "me export")
    assert "for you alone" in said(result)
    found = await attached(result)
    assert set(found) == {f"{STEM}.txt", f"{STEM}.json"}

    readable = found[f"{STEM}.txt"]
    assert readable.startswith("What Tweetup keeps of you in HR London, written on Thursday 1 Ja")
    assert "- HR Tweetup, Thursday 22 January 2026, 18:30 UTC: going" in readable
    assert "Introduced to bo (@bo_hires) before HR Tweetup." in readable
    assert "posts 1 (https://x.com/i/status/11), 2 (" in readable
    assert not {"<", "**", "\\"} & set(readable)

    whole: dict[str, Any] = json.loads(found[f"{STEM}.json"])
    assert (whole["server"], whole["tweetups"][0]["name"]) == ("HR London", "HR Tweetup")
    assert whole["rsvps"][0]["status"] == "going"
    assert whole["x_account"][0]["handle"] == "ada_hr"
    assert [row["id"] for row in whole["x_posts"]] == [str(2**60 + 1)]
    assert whole["x_interactions"][0]["other_handle"] == "bo_hires"
    (made,) = whole["introductions"]
    assert made["with"] == [{"member": str(bo.id), "handle": "bo_hires"}]
    assert (made["answer"], made["met"]) == ("hello", True)
    assert "declined" not in found[f"{STEM}.json"]


async def test_of_an_introduction_taken_back_nothing_tells_with_whom(town: Town) -> None:
    event = await town.set_up()
    ada, bo = town.member("ada"), town.member("bo")
    await introduce(town, event, ada, bo, state="withdrawn")
    found = await attached(await ada.slash(town.channel, "me export"))
    (made,) = json.loads(found[f"{STEM}.json"])["introductions"]
    assert (made["state"], made["with"], made["evidence"]) == ("withdrawn", [], None)
    for content in found.values():
        assert str(bo.id) not in content
        assert "bo_hires" not in content


async def test_a_file_too_large_for_discord_is_packed(town: Town) -> None:
    await town.set_up()
    taken = await town.services.privacy.take_away(town.guild.id, town.member("ada").id)
    whole = files(taken, "HR  Ldn / №1!", {}, 10_000)
    assert list(whole) == ["tweetup-hr-ldn-1-2026-01-01.txt", "tweetup-hr-ldn-1-2026-01-01.json"]
    packed = files(taken, "HR  Ldn / №1!", {}, 10)
    assert [name.removesuffix(".gz") for name in packed] == list(whole)
    assert [gzip.decompress(content) for content in packed.values()] == list(whole.values())


def test_markdown_is_read_as_discord_shows_it() -> None:
    written = r"**Bold** \*\*not\*\* [1](<https://x.com/a_b>) <t:0:F> (<t:0:R>) <@7> \<@7\> \`"
    shown = "Bold **not** 1 (https://x.com/a_b) Thursday 1 January 1970, 00:00 UTC a*b* <@7> `"
    assert plain(written, {7: "a*b*"}) == shown
