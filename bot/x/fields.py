"""What to ask X for, in either of its vocabularies.

X renamed the fields of its REST calls in August 2026; the stream's parameters kept the old names.
A word of the other vocabulary is answered with 200, billed, and its field left out, so a request
speaks one of them throughout. People who are mentioned are not expanded: each would be billed, and
the mention itself carries handle and id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.domain.budget import Step

FieldNames = Literal["tweet", "post"]

USER_FIELDS: Mapping[str, str] = {"user.fields": "name,profile_image_url,protected,username"}
# What else a profile shows; a person costs the same with all of it.
PROFILE_FIELDS: Mapping[str, str] = {
    "user.fields": "description,name,profile_image_url,protected,public_metrics,username"
}
_ATTACHED_FIELDS: Mapping[str, str] = {
    "media.fields": "alt_text,preview_image_url,type,url",
    "poll.fields": "options",
}

POST_FIELDS: Mapping[FieldNames, Mapping[str, str]] = {
    "tweet": {
        "tweet.fields": "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,"
        "entities,in_reply_to_user_id,lang,note_tweet,possibly_sensitive,public_metrics,"
        "referenced_tweets,withheld",
        "expansions": "attachments.media_keys,attachments.poll_ids,author_id,"
        "referenced_tweets.id,referenced_tweets.id.author_id",
        **USER_FIELDS,
        **_ATTACHED_FIELDS,
    },
    # Here these four are known only as expansions, the parent's author by in_reply_to_user_id.
    "post": {
        "post.fields": "attachments,conversation_id,created_at,entities,lang,note_post,"
        "possibly_sensitive,public_metrics,withheld",
        "expansions": "attachments.media_keys,attachments.poll_ids,author_id,"
        "edit_history_post_ids,in_reply_to_user_id,referenced_posts",
        **USER_FIELDS,
        **_ATTACHED_FIELDS,
    },
}

# Enough to see what is gone. Nothing is expanded, so nothing but the posts is billed.
CHECK_FIELDS: Mapping[FieldNames, Mapping[str, str]] = {
    "tweet": {"tweet.fields": "withheld"},
    "post": {"post.fields": "withheld"},
}
# What is done without from which step on: people who are only answered, quoted or mentioned, and
# then the posts that others refer to. The newer vocabulary names those by expanding them alone.
_DISPENSABLE: Mapping[str, Step] = {
    "entities.mentions.username": Step.NO_EXPANSIONS,
    "in_reply_to_user_id": Step.NO_EXPANSIONS,
    "referenced_tweets.id.author_id": Step.NO_EXPANSIONS,
    "referenced_tweets.id": Step.NO_CONTEXT,
}


def spared(fields: Mapping[str, str], step: Step) -> dict[str, str]:
    """`fields` without the expansions, each billed, that `step` does without."""
    gone = {expansion for expansion, least in _DISPENSABLE.items() if step >= least}
    return {
        name: ",".join(each for each in value.split(",") if each not in gone)
        if name == "expansions"
        else value
        for name, value in fields.items()
    }


def billed_each(names: FieldNames) -> int:
    """How many posts X bills at most for one that is read without what it refers to.

    The newer vocabulary tells that a post refers to another by expanding that one.
    """
    return 2 if "referenced_posts" in POST_FIELDS[names]["expansions"] else 1


_REFERENCES = {
    "in_reply_to_user_id",
    "referenced_posts",
    "referenced_tweets.id",
    "referenced_tweets.id.author_id",
}


def without_references(fields: Mapping[str, str]) -> Mapping[str, str]:
    """`fields` less what a post refers to: nothing but the post and its author is then billed."""
    kept = [name for name in fields["expansions"].split(",") if name not in _REFERENCES]
    return {**fields, "expansions": ",".join(kept)}
