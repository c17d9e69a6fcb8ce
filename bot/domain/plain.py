"""What people typed, in the one form that everything that reads dates, lengths and series knows:
lower case, single spaces, and English words.

A text that holds no word of another language stays as it is, whatever it says: "6 am" is in the
morning, "am Montag" is on Monday. To let people type in one more language is to add its words.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_ENDS = "(?:e|en|er|es|em)"
_GERMAN_DAYS = {
    "montag": "monday",
    "dienstag": "tuesday",
    "mittwoch": "wednesday",
    "donnerstag": "thursday",
    "freitag": "friday",
    "samstag": "saturday",
    "sonnabend": "saturday",
    "sonntag": "sunday",
}
_GERMAN_SHORT_DAYS = {
    "mo": "monday",
    "di": "tuesday",
    "mi": "wednesday",
    "do": "thursday",
    "fr": "friday",
    "sa": "saturday",
    "so": "sunday",
}
_GERMAN = {
    **{f"{day}s?": english for day, english in _GERMAN_DAYS.items()},
    "januar": "january",
    "februar": "february",
    "märz|maerz|mär": "march",
    "mai": "may",
    "juni": "june",
    "juli": "july",
    "oktober|okt": "october",
    "dezember|dez": "december",
    "heute": "today",
    "morgen": "tomorrow",
    "übermorgen|uebermorgen": "day after tomorrow",
    "vormittags?|morgens|früh": "morning",
    "nachmittags?": "afternoon",
    "abends?": "evening",
    "mittags?": "noon",
    "mitternacht": "midnight",
    "um": "at",
    "im": "in",
    "und": "and",
    "bis(?: zum)?": "until",
    "vorher|davor": "before",
    f"(?:nächst|naechst){_ENDS}": "next",
    f"kommend{_ENDS}": "coming",
    f"dies{_ENDS}": "this",
    f"letzt{_ENDS}": "last",
    f"erst{_ENDS}": "first",
    f"zweit{_ENDS}": "second",
    f"dritt{_ENDS}": "third",
    f"viert{_ENDS}": "fourth",
    f"fünft{_ENDS}": "fifth",
    f"jed{_ENDS}|alle": "every",
    "der|den|dem|das": "the",
    f"ein{_ENDS}?": "one",
    "zwei": "two",
    "drei": "three",
    "vier": "four",
    "fünf": "five",
    "sechs": "six",
    "tag(?:en?)?": "days",
    "wochen?": "weeks",
    "monat(?:en?|s)?": "months",
    "stunden?|std": "hours",
    "minuten": "minutes",
    "wöchentlich": "weekly",
    "zweiwöchentlich|vierzehntägig": "fortnightly",
    "monatlich": "monthly",
    "zweimal": "twice",
    "keine?": "none",
    "nie": "never",
    "aus": "off",
    "jetzt": "now",
}
_WORD = re.compile(r"(?<![^\W\d_])(?:" + "|".join(f"({word})" for word in _GERMAN) + r")(?!\w)")
_MEANINGS = tuple(_GERMAN.values())
_DAY = "|".join(_GERMAN_DAYS)
_SHORT_DAY = re.compile(rf"(?<!\w)({'|'.join(_GERMAN_SHORT_DAYS)})(?!\w)\.?")
_COUNTED = {"drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
_TIMES = re.compile(rf"(?:insgesamt )?(?<!\w)(\d+|{'|'.join(_COUNTED)})[ -]?(?:mal|x)(?!\w)")
_UHR = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d\d))? ?uhr(?: (\d\d)(?![\d.]))?")
# What must be seen before its words are: each with what it is in words known below, or in English.
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"({_DAY})s?(abend|nachmittag|vormittag|mittag|morgen)(?!\w)", r"\1 \2"),
        (rf"({_DAY}|heute) morgen(?!\w)|(morgen) früh(?!\w)", r"\1\2 morning"),
        (r"alle (?:14|vierzehn) tage", "every two weeks"),
        (r"jede woche", "every week"),
        (r"(?:eine )?halbe stunde", "half an hour"),
        (r"(?:anderthalb|eineinhalb) stunden", "1.5 hours"),
        (r"(?<!\w)(?:des|im) monats?(?!\w)", "of the month"),
        (r"(?<!\w)(?:in )?(?:jedes|jeden|in jedem) monats(?!\w)", "of every month"),
        (r"(?<!\w)jeden monat(?!\w)", "every month"),
        (r"(?<!\w)(?:in )?(?:diesen|dieses|diesem) monats?(?!\w)", "of this month"),
        (r"(?<!\w)(?:im )?nächsten monats?(?!\w)", "of next month"),
        (r"(?<!\w)nächste[rn]? woche(?!\w)", "next week"),
        # After an hour before noon "am" says that it is one, and elsewhere on which day.
        (r"(?<![\d\w])am (?=(?:erst|zweit|dritt|viert|letzt)en )", "on the "),
        (r"(?<![\d\w])am (\d{1,2})\.(?= (?:of|jed)|,|$| bis)", r"on the \1"),
        (r"(?<=\d\d:\d\d )am (?=\w)", "on "),
        (r"(?<!\d )(?<![\d\w])am (?=\w)", "on "),
        (r"(?<!\d)(1[2-9]|2[0-3]) am (?=\w)", r"\1:00 on "),
        (r"(?<![\d.])(\d{1,2})\. ?(?=[^\W\d_])", r"\1 "),
    )
)

_GERMAN_SIGNS = (
    _WORD,
    _SHORT_DAY,
    _UHR,
    re.compile(rf"^am |{_DAY}"),
    re.compile(r"(?<![\d.])\d{1,2}\. ?(?:jan|feb|apr|jun|jul|aug|sep|okt|nov|dez)"),
)


def plain(text: str) -> str:
    """A text as it is read."""
    words = " ".join(normalize("NFKC", text).casefold().split())
    if not any(sign.search(words) for sign in _GERMAN_SIGNS):
        return words
    words = _UHR.sub(lambda found: f"{found[1]}:{found[2] or found[3] or '00'}", words)
    words = _SHORT_DAY.sub(lambda found: _GERMAN_SHORT_DAYS[found[1]], words)
    words = _TIMES.sub(lambda found: f"{_COUNTED.get(found[1], found[1])} times", words)
    for phrase, meaning in _PHRASES:
        words = phrase.sub(meaning, words)
    return " ".join(_WORD.sub(_meaning, words).split())


def _meaning(found: re.Match[str]) -> str:
    return _MEANINGS[(found.lastindex or 1) - 1]
