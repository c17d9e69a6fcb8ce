"""Archives as TAGS writes them: a sheet with a row a post."""

from __future__ import annotations

import csv
from pathlib import Path

COLUMNS = (
    "id_str",
    "from_user",
    "text",
    "created_at",
    "time",
    "user_lang",
    "in_reply_to_user_id_str",
    "in_reply_to_screen_name",
    "from_user_id_str",
    "in_reply_to_status_id_str",
    "source",
    "profile_image_url",
    "entities_str",
)


def row(number: int, **changed: str) -> dict[str, str]:
    return {
        "id_str": str(1_480_000_000_000_000_000 + number),
        "from_user": "ada_hr",
        "text": f"Post {number} #HRTweetup",
        "created_at": f"Mon Jan 10 09:{number:02}:00 +0000 2022",
        "from_user_id_str": "11",
        **changed,
    }


def write(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path
