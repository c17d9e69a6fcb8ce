"""What people write to break things, to be mistaken for somebody, or by accident; and why.

Hypothesis composes its own from these, so a sign that breaks something need only be listed once.
"""

from __future__ import annotations

from hypothesis import strategies as st

# The value, by what it would do if nobody minded it.
VALUES: dict[str, str] = {
    # People it would call.
    "calls everybody": "@everyone and @here",
    "calls everybody, in pieces": "@every\u200bone @\u2060here",
    "calls a role and members": "<@&11111> <@22222> <@!33333>",
    "points at a channel": "<#44444> <id:customize> <id:guide>",
    "looks like a command": "</tweetup cancel:55555>",
    # What it would look like, as if the bot had said so.
    "a heading": "# Cancelled",
    "a small line": "-# The organisers",
    "lists": "- one\n+ two\n* three\n1. four\n2) five",
    "a quotation to the end": ">>> all of this was said",
    "bold and the like": "**a** __b__ *c* _d_ ~~e~~ ||f|| `g`",
    "code to the end": "```py\nprint(1)",
    "half a pair of signs": "** __ ~~ || ` [ <",
    "a heading behind what cannot be seen": "\u200b# Cancelled\n\u2060- one",
    # Where it would lead.
    "a masked link": "[the form](https://evil.example/login)",
    "half a masked link": "x](https://evil.example) [",
    "a bare address": "https://evil.example/a_b*c*(d)",
    "addresses of other kinds": "HTTPS://EVIL.EXAMPLE steam://run discord://a <mailto:a@b.example>",
    "an address full of signs": "https://evil.example/**[x](y)||`@everyone`||",
    "invitations": "discord.gg/evil DISCORD.COM/invite/evil discordapp.com/invite/evil",
    "an invitation as an address": "https://discord.gg/evil",
    # What it would make people believe.
    "another time": "<t:1:F> <t:4102444800:R>",
    "an emoji of somebody's server": "<:tick:66666> <a:spin:77777>",
    "a name in Cyrillic": "@аdа_hr and Оlive",
    "a sign that is a letter of ours in lower case": "@\u212aate",
    "an escape of its own": "\\*\\*a\\*\\* \\",
    "HTML": "<script>alert(1)</script> &lt;b&gt; &amp;amp; &quot;&#x202e;&copy",
    # What it would do to the words around it.
    "turned around": "\u202eneila\u202c \u202dagain \u202egnorw",
    "isolated and left open": "\u2066a \u2067b \u2068c",
    "Arabic and Hebrew": "مرحبا שלום",
    "nothing to be seen": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u2800",
    "hidden words": "a\U000e0068\U000e0069b",
    "piled up": "Z" + "\u0300\u0489\u0336" * 40 + "algo",
    "piled up, with joiners": "Z" + "\u0300\u200d" * 60,
    # What a database, a file or a terminal would choke on.
    "a NUL": "a\x00b",
    "halves of surrogate pairs": "a\ud800b\udfffc",
    "steers the terminal": "\x1b[2J\x1b]0;title\x07 \x9b31m",
    "ends of lines": "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h",
    "a line of a log": "x\n2027-06-01T09:00:00Z [error    ] forged [bot]",
    "a line of a calendar": "x\r\nATTENDEE:mailto:a@b.example\r\nX:;,\\",
    "formulas": '=HYPERLINK("https://evil.example")',
    "a formula in another cell": "a;=1+1\t=2+2,=3+3\n@SUM(1)",
    "placeholders": "{0} {name} {n.__class__} %s %(name)s ${x}",
    # What must come through whole.
    "a family": "👨‍👩‍👧‍👦",
    "skin and hair": "👩🏽‍🦱👍🏿",
    "flags": "🇬🇧🏴󠁧󠁢󠁥󠁮󠁧󠁿🏳️‍🌈",
    "digits in boxes": "1️⃣#️⃣",
    "letters of several signs": "e\u0301 นั้น བསྒྲུབས मैथिली g̈",
    # Too much of it.
    "long": "*" * 4_000,
    "long, without an end": "Donaudampfschiff" * 250,
    "long, of people": "👩🏽‍🦱" * 800,
    "long, of lines": "a\n" * 2_000,
    "long, of marks": "e" + "\u0301" * 4_000,
}

SAMPLES = sorted(VALUES)


def words() -> st.SearchStrategy[str]:
    """Text of these pieces, and of any signs there are, whether or not they can be stored."""
    any_sign = st.characters()
    half = st.characters(categories=["Cs"])
    piece = st.sampled_from(list(VALUES.values())) | st.text(any_sign | half, max_size=20)
    return st.lists(piece, min_size=1, max_size=4).map(" ".join)
