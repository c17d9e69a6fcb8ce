"""Answers made of posts or users: the objects asked for, what they expand to, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.sandbox.x_api import problems
from bot.sandbox.x_api.dialect import Selection
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.model import Post, User
from bot.sandbox.x_api.render import (
    references,
    render_media,
    render_poll,
    render_post,
    render_user,
)
from bot.sandbox.x_api.text import JSON
from bot.sandbox.x_api.world import World


class Answer:
    """One answer in the making. Everything it shows is billed as it is put in."""

    def __init__(self, world: World, ledger: Ledger, selection: Selection) -> None:
        self._world = world
        self._ledger = ledger
        self._selection = selection
        self._dialect = selection.dialect
        self._includes: dict[str, dict[str, JSON]] = {}
        self._errors: dict[tuple[str, str], JSON] = {}

    def posts(self, posts: Iterable[Post]) -> list[JSON]:
        """The JSON of posts that were asked for; what they expand to joins the includes."""
        return [self._primary(post) for post in posts]

    def users(self, users: Iterable[User]) -> list[JSON]:
        found = list(users)
        self._ledger.charge("user", (user.id for user in found))
        return [render_user(user, self._selection) for user in found]

    def add_error(self, error: JSON) -> None:
        self._errors.setdefault((error["parameter"], error["value"]), error)

    def finish(self, data: JSON | list[JSON] | None) -> JSON:
        """The whole answer. X leaves out `data` where there is none."""
        answer: JSON = {"data": data} if data else {}
        if self._includes:
            answer["includes"] = {
                kind: list(objects.values()) for kind, objects in self._includes.items()
            }
        if self._errors or self._selection.misunderstood:
            answer["errors"] = list(self._errors.values())
        return answer

    def _primary(self, post: Post) -> JSON:
        fields = self._selection.post_fields | self._selection.carried_fields
        self._ledger.charge("post", [post.id])
        self._expand(post)
        return render_post(post, fields, self._dialect)

    def _expand(self, post: Post) -> None:
        self._expand_people(post)
        wanted = self._selection.expansions
        if "attachments.media_keys" in wanted:
            self._include_media(post)
        if "attachments.poll_ids" in wanted and post.poll:
            poll = render_poll(post.poll, self._selection, self._world.now())
            self._include("polls", poll["id"], poll)
        if "edit_history_tweet_ids" in wanted:
            for version in post.versions:
                self._include_post(self._world.find(version), version, "edit_history_tweet_ids")
        if "referenced_tweets" in self._selection.carried_fields:
            for _, other in references(post):
                self._expand_reference(other)

    def _expand_people(self, post: Post) -> None:
        wanted = self._selection.expansions
        if "author_id" in wanted:
            self._include_user(post.author, "author_id")
        if "in_reply_to_user_id" in wanted and post.reply_to:
            self._include_user(post.reply_to.author, "in_reply_to_user_id")
        if "entities.mentions.username" in wanted:
            self._include_mentions(post.texts.sent.entities, "entities.mentions.username")
        if "entities.note.mentions.username" in wanted and post.texts.note:
            self._include_mentions(post.texts.note.entities, "entities.note.mentions.username")

    def _expand_reference(self, post: Post) -> None:
        if not self._include_post(post, post.id, "referenced_tweets.id"):
            return
        if "referenced_tweets.id.author_id" in self._selection.expansions:
            self._include_user(post.author, "referenced_tweets.id.author_id")
        if "referenced_tweets.id.attachments.media_keys" in self._selection.expansions:
            self._include_media(post)

    def _include(self, kind: str, key: str, shown: JSON) -> None:
        self._includes.setdefault(kind, {})[key] = shown

    def _include_post(self, post: Post | None, post_id: int, expansion: str) -> bool:
        noun, parameter = self._dialect.noun, self._dialect.name(expansion)
        if post is None or post.deleted_at:
            self.add_error(problems.missing(self._dialect, noun, parameter, str(post_id)))
            return False
        if not self._world.is_public(post):
            self.add_error(
                problems.not_authorised(
                    self._dialect, noun, parameter, str(post_id), section="includes"
                )
            )
            return False
        self._ledger.charge("post", [post.id])
        shown = render_post(post, self._selection.post_fields, self._dialect)
        self._include(self._dialect.plural, shown["id"], shown)
        return True

    def _include_user(self, user: User, expansion: str) -> None:
        if user.suspended_at:
            self.add_error(problems.suspended(self._dialect, expansion, str(user.id)))
            return
        self._ledger.charge("user", [user.id])
        self._include("users", str(user.id), render_user(user, self._selection))

    def _include_mentions(self, entities: Mapping[str, list[JSON]], expansion: str) -> None:
        for mention in entities.get("mentions", []):
            user = self._world.user(int(mention["id"]))
            if user:
                self._include_user(user, expansion)

    def _include_media(self, post: Post) -> None:
        for media in post.media:
            self._include("media", media.key, render_media(media, self._selection))
