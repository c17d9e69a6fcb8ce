"""What tells an advertisement beside its wording: hashtags, addresses, places and contacts.

Places and contacts are searched in `Reading.plain`; the rest is held against whole hashtags and
links.
"""

from __future__ import annotations

import re

JOB_HASHTAG = re.compile(
    r"\w*jobs?|\w*hiring|careerarc|tweetmyjobs|vacanc(?:y|ies)|jobopenings?|jobsearch|jobalerts?"
    r"|empleos?|contratar|stellenangebote?|emploi|vacature"
)
# In lower case, as addresses are searched as well.
JOB_ADDRESS = re.compile(
    r"^https?://(?:[\w.-]*\b(?:jobs?|careers?|vacanc\w*|recruit\w*|hiring)\b|[^/]*"
    r"(?:greenhouse\.io|lever\.co|myworkdayjobs|workable\.com|smartrecruiters|indeed\.|glassdoor\.)"
    r"|[^?#]*/(?:jobs?|careers?|vacanc\w*|roles?|positions?)(?:/|$))"
)
# Upper and lower case tell a place from a list: "Aurora, IL", "Thurrock, ESSEX".
PLACE = re.compile(r"#?\b[A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?\s?, ?(?:[A-Z]{2}\b|[A-Z]{5,}\b)")
# Each begins with a sign of its own: where there is none of them, that is told at once.
CONTACT = re.compile(r"@(?<=[\w.+-]@)[\w-]+\.\w{2,}|\+\d[\d ]{8,}\d|0(?<=\b0)\d{2,4} ?\d{5,8}\b")
