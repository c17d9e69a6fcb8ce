"""Lets `python -m bot` stand in for the `tweetup` command."""

from __future__ import annotations

from bot.cli import main

if __name__ == "__main__":
    main()
