"""The X side of a story: its people's accounts, and their posts as they write them."""

from __future__ import annotations

from datetime import datetime

from bot.sandbox.story.model import Delete, Edit, Prove, Repost, Say, Story
from bot.sandbox.x_api import Media, Poll, Post, User, World


class XStage:
    def __init__(self, world: World, story: Story) -> None:
        self._world = world
        self._posts: dict[str, Post] = {}
        self._users: dict[str, User] = {
            person.key: world.add_user(
                person.handle,
                person.name,
                description=person.bio,
                avatar_url=person.avatar,
            )
            for person in story.people.values()
        }

    def play(self, happening: Say | Repost | Edit | Delete) -> None:
        match happening:
            case Say():
                self._posts[happening.id] = self._say(happening)
            case Repost(at, who, of):
                self._world.post(self._users[who], at=at, repost_of=self._posts[of])
            case Edit(at, of, text):
                self._posts[of] = self._world.edit(self._posts[of], text, at=at)
            case Delete(_, of):
                self._world.delete(self._posts[of])

    def prove(self, proof: Prove, code: str) -> None:
        """The post by which a member proves that the account is theirs."""
        self.write(proof.who, proof.text.format(code=code), proof.at)

    def write(self, who: str, text: str, at: datetime) -> None:
        self._world.post(self._users[who], text, at=at)

    def standing(self, story: Story, *, job_ads: bool) -> list[Post]:
        """The vacancies, or all the rest, that were put under the hashtag and still stand."""
        said = [
            e.id for e in story.events if isinstance(e, Say) and not e.aside and e.job_ad is job_ads
        ]
        return [self._posts[key] for key in said if self._world.is_public(self._posts[key])]

    def _say(self, said: Say) -> Post:
        return self._world.post(
            self._users[said.who],
            said.text,
            at=said.at,
            reply_to=self._posts[said.reply_to] if said.reply_to else None,
            quote=self._posts[said.quote] if said.quote else None,
            media=[Media("photo", photo.url, photo.alt_text) for photo in said.media],
            poll=Poll(said.poll.options, votes=said.poll.votes) if said.poll else None,
            lang=said.lang,
        )
