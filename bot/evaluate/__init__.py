"""`tweetup evaluate`: of people introduced from what was said before, who talked during?

question.py splits an archive in what a bot would have known and what came of it, chosen.py has
the product choose, baselines.py what it is measured against, report.py puts it into words.
"""

from __future__ import annotations

from bot.evaluate.report import main

__all__ = ["main"]
