"""Tweetup: a Discord bot that turns a hashtag on X into people who meet."""
