"""The wording of people talking; it is searched like that of noise (see `wording`)."""

from __future__ import annotations

from bot.domain.noise.phrases import Expression, any_of

TALK: dict[str, tuple[Expression, ...]] = {
    "first_person": any_of(
        ("i my mine myself", r"\bi(?=,? [a-z])|\bi'(?:m|ve|ll|d)\b|\b(?:my|mine|myself)\b"),
        # "DM me" stands in advertisements as well
        ("me", r"\bme\b(?<!\bdm me)(?<!\bdrop me)(?<!\bmessage me)(?<!\bemail me)(?<!\bcall me)"),
    ),
    "in_person": any_of(
        (
            "find grab catch ping tell ask & me us",
            r"\b(?:find|grab|catch|ping|tell|ask) (?:me|us)\b",
        ),
        (
            "talk speak chat come write reply & to with",
            r"\b(?:talk|speak|chat|come|write|reply) to (?:me|us|one of us)\b|\bchat with me\b",
        ),
        ("come & find say", r"\bcome (?:and )?(?:find|say (?:hi|hello))\b"),
        (
            "chat chats talk & happy love glad coffee",
            r"\b(?:happy|love|glad) to (?:chat|talk)\b|\bcoffee chats?\b",
        ),
        ("poster say", r"\bat (?:the|my|our) poster\b|\bsay (?:hi|hello)\b"),
    ),
    "looking": any_of(
        (
            "looking searching hunting applying & i still been just & for",
            r"\b(?:i'm|i am|still|been|just) (?:\w+ )?(?:looking|searching|hunting|applying) for "
            r"(?:an?|my|the|some|any|new)?\b[^.!?]{0,30}\b(?:job|jobs|role|roles|work|position"
            r"|post|job"
            r"|opportunit\w+)\b",
        ),
        (
            "my & job role interview boss manager position cv",
            r"\bmy (?:(?:first|next|new|old|last|current|dream) (?:\w+ )?)?(?:job|role|interview"
            r"|boss"
            r"|manager|position|cv)\b",
        ),
        (
            "job interview offer role post & i we",
            r"\b(?:i|we) (?:got|have|had|landed|started|lost|left|start|quit|applied)\b[^.!?]{0,30}"
            r"\b(?:job|interview|offer|role|post)\b",
        ),
    ),
    "asks": any_of(
        (
            "any & tip tips advice ideas suggestions recommendations thoughts pointers experience",
            r"\bany (?:\w+ )?(?:tips?|advice|ideas?|suggestions?|recommendations?|thoughts|pointers"
            r"|experiences?|recommendation)\b",
        ),
        (
            "any some anybody anyone somebody someone & does has did is can could would will",
            r"\b(?:does|has|did|is|can|could|would|will) (?:any|some) ?(?:one|body)\b",
        ),
        (
            "any anybody anyone",
            r"\bany ?(?:one|body) (?:know|have|else|here|got|used|tried|recommend|able|willing|at"
            r"|up"
            r"|with|in|want|going)\b",
        ),
        (
            "how & do did can could should would",
            r"\bhow (?:do|did|can|could|should|would) (?:i|you|we|people|others)\b",
        ),
        (
            "what",
            r"\bwhat (?:do|should|would|did|are|is|'s) (?:i|you|we|your|the best|a good|people)\b"
            r"(?! (?:waiting|looking))",
        ),
        (
            "what where",
            r"\bwhat's (?:an?|the|your)\b|\bwhere (?:do|can|should|would) (?:i|you|we)\b",
        ),
        ("should am", r"\bshould i\b|\bam i\b"),
        (
            "can & you",
            r"\bcan you (?:help|suggest|share|advise|tell|recommend (?!anyone for this))",
        ),
        (
            "advice tips help",
            r"\badvice (?:on|for|please|needed|welcome)\b|\btips (?:for|on)\b|\bhelp me\b",
        ),
        ("who & else here", r"\bwho (?:else|here)\b"),
        (
            "which is",
            r"\bwhich (?:\w+ )?(?:do|would|should|is|are)\b|\bis it (?:ok|okay|normal|worth"
            r"|rude)\b",
        ),
    ),
    "thanks": any_of(
        (
            "thanks thx congratulations grateful kudos well",
            r"\b(?:thanks|thank you|thx|congrat\w*|grateful|kudos|well done)\b",
        )
    ),
    "programme": any_of(
        (
            "talk talks posters session keynote panel speaker speaking workshops slides tutorials "
            "presenting presentation presents symposium lightning",
            r"\b(?:talks?|posters?|session|keynote|panel|speaker|speaking|workshops?|slides"
            r"|tutorials?"
            r"|presenting|presentation|presents|symposium|lightning)\b",
        ),
    ),
}
