"""The wording of people talking; it is searched like that of noise (see `wording`)."""

from __future__ import annotations

TALK: dict[str, tuple[str, ...]] = {
    "first_person": (
        r"\bi(?=,? [a-z])|\bi'(?:m|ve|ll|d)\b|\b(?:my|mine|myself)\b",
        # "DM me" stands in advertisements as well
        r"\bme\b(?<!\bdm me)(?<!\bdrop me)(?<!\bmessage me)(?<!\bemail me)(?<!\bcall me)",
    ),
    "in_person": (
        r"\b(?:find|grab|catch|ping|tell|ask) (?:me|us)\b",
        r"\b(?:talk|speak|chat|come|write|reply) to (?:me|us|one of us)\b|\bchat with me\b",
        r"\bcome (?:and )?(?:find|say (?:hi|hello))\b",
        r"\b(?:happy|love|glad) to (?:chat|talk)\b|\bcoffee chats?\b",
        r"\bat (?:the|my|our) poster\b|\bsay (?:hi|hello)\b",
    ),
    "looking": (
        r"\b(?:i'm|i am|still|been|just) (?:\w+ )?(?:looking|searching|hunting|applying) for "
        r"(?:an?|my|the|some|any|new)?\b[^.!?]{0,30}\b(?:job|jobs|role|roles|work|position"
        r"|post|job"
        r"|opportunit\w+)\b",
        r"\bmy (?:(?:first|next|new|old|last|current|dream) (?:\w+ )?)?(?:job|role|interview"
        r"|boss"
        r"|manager|position|cv)\b",
        r"\b(?:i|we) (?:got|have|had|landed|started|lost|left|start|quit|applied)\b[^.!?]{0,30}"
        r"\b(?:job|interview|offer|role|post)\b",
    ),
    "asks": (
        r"\bany (?:\w+ )?(?:tips?|advice|ideas?|suggestions?|recommendations?|thoughts|pointers"
        r"|experiences?|recommendation)\b",
        r"\b(?:does|has|did|is|can|could|would|will) (?:any|some) ?(?:one|body)\b",
        r"\bany ?(?:one|body) (?:know|have|else|here|got|used|tried|recommend|able|willing|at"
        r"|up"
        r"|with|in|want|going)\b",
        r"\bhow (?:do|did|can|could|should|would) (?:i|you|we|people|others)\b",
        r"\bwhat (?:do|should|would|did|are|is|'s) (?:i|you|we|your|the best|a good|people)\b"
        r"(?! (?:waiting|looking))",
        r"\bwhat's (?:an?|the|your)\b|\bwhere (?:do|can|should|would) (?:i|you|we)\b",
        r"\bshould i\b|\bam i\b",
        r"\bcan you (?:help|suggest|share|advise|tell|recommend (?!anyone for this))",
        r"\badvice (?:on|for|please|needed|welcome)\b|\btips (?:for|on)\b|\bhelp me\b",
        r"\bwho (?:else|here)\b",
        r"\bwhich (?:\w+ )?(?:do|would|should|is|are)\b|\bis it (?:ok|okay|normal|worth"
        r"|rude)\b",
    ),
    "thanks": (r"\b(?:thanks|thank you|thx|congrat\w*|grateful|kudos|well done)\b",),
    "programme": (
        r"\b(?:talks?|posters?|session|keynote|panel|speaker|speaking|workshops?|slides"
        r"|tutorials?"
        r"|presenting|presentation|presents|symposium|lightning)\b",
    ),
}
