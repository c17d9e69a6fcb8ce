"""How X takes a token, found out without cost: answers with nothing in them are not billed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import SourceStopped
from bot.ports import Hashtags, XLook
from bot.x.client import XClient
from bot.x.problems import RateLimited, Refused, XUnavailable
from bot.x.rules import OURS
from bot.x.session import USER_AGENT

# No post has that id, so no post is found. That X searches at all shows that the token is good,
# that the app may search and that there is money left.
NOTHING = "conversation_id:1"


class Free:
    """A ledger for questions that cost nothing."""

    async def read(
        self,
        *,
        posts: Mapping[int, Hashtags],
        users: Mapping[int, Hashtags],
        payer: int | None = None,
    ) -> None:
        raise RuntimeError("X was to be asked for nothing that it bills")

    async def counted(self) -> None:
        raise RuntimeError("X was to be asked for nothing that it bills")


class XExamination:
    """The port XPatient."""

    def __init__(self, client: XClient) -> None:
        self._client = client

    async def look(self) -> XLook:
        try:
            await self._client.search(NOTHING, limit=10)
            usage = await self._client.usage()
        except (RateLimited, XUnavailable) as error:
            return XLook(later=_reason(error))
        except (SourceStopped, Refused) as refusal:
            return XLook(stopped=_stop(refusal))
        try:
            rules = await self._client.rules()
        except (RateLimited, XUnavailable) as error:
            return XLook(usage=usage, later=_reason(error))
        except (SourceStopped, Refused) as refusal:
            return XLook(usage=usage, rules_refused=_stop(refusal))
        ours = (rule.tag.removeprefix(OURS) for rule in rules if rule.tag.startswith(OURS))
        return XLook(usage=usage, rules=frozenset(ours))


def _reason(error: RateLimited | XUnavailable) -> str:
    return "too many requests" if isinstance(error, RateLimited) else str(error)


def _stop(refusal: SourceStopped | Refused) -> SourceStopped:
    if isinstance(refusal, SourceStopped):
        return refusal
    return SourceStopped("x.refused", detail=refusal.detail)


def unbilled(token: str, api_url: str) -> XClient:
    """A connection to X for questions that cost nothing."""
    return XClient(token, ledger=Free(), user_agent=USER_AGENT, api_url=api_url)
