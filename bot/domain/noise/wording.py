"""The wording of noise and of talk.

Every pattern is searched in `Reading.wording`: lower case, hashtags read as words, links replaced
by `§`, handles by `@`. Expressions are kept in lists so that one can be added without reading
the others. They know English, and the commonest job hashtags of a few other languages.
"""

from __future__ import annotations

import re

from bot.domain.noise.talk import TALK

_WORDS = r"(?:[\w&/'+-]+ ){0,4}?"
_ROLES = (
    "accountant|administrator|advisor|adviser|analyst|apprentice|architect|assistant|associate"
    "|barista|bartender|statistician|biostatistician|bioinformatician|bookkeeper|cashier|chef|clerk"
    "|consultant|controller|coordinator|designer|developer|director|driver|electrician|engineer"
    "|executive|generalist|hrbp|intern|machinist|manager|mechanic|merchandiser|nurse|officer"
    "|operator|paralegal|partner|pharmacist|physician|postdoc|programmer|receptionist|recruiter"
    "|representative|researcher|scientist|secretary|specialist|supervisor|surveyor|teacher"
    "|technician|therapist|welder"
)
_ROLE = rf"(?:{_ROLES}|head of (?:\w+ ){{0,3}}\w+|team leader|post-doc\w*)s?"

WORDING: dict[str, tuple[str, ...]] = {
    # What job boards fill in by machine.
    "template": (
        r"\bwant to work (?:in|at|for) (?!me\b|us\b)[^.!]{0,60}\?",
        r"\b(?:see|view|read about|check out) (?:our|the) latest\b[^.!?]{0,60}"
        r"\b(?:jobs?|openings?|vacanc\w+|roles?)\b",
        r"\bclick (?:here )?(?:to apply|for (?:more )?details)\b",
        rf"\bthis {_WORDS}(?:job|role) (?:might|could|would|may) be a (?:great|good"
        rf"|perfect) fit\b",
        r"\bthis could be a great fit\b",
        rf"\bcan you recommend anyone for this {_WORDS}(?:job|role|position)\b",
        rf"\binterested in an? {_WORDS}(?:job|role) (?:near|in|at)\b",
        r"\bif you're an? [^.!?]{2,40} professional in\b",
        r"\bjob alert\b",
        r"\bjoin the [^.!?]{2,60} team!",
        r"\bjobs?(?: opening)? (?:in|near) [^.!?]{2,40}: ",
        r"\bjob: (?!§)(?<!\ba job: )(?<!\bthe job: )",
    ),
    # A person, not a board, may say these as well.
    "vacancy": (
        r"\b(?:we're|we are|are|is|now|actively|currently|also) (?:\w+ )?(?:hiring"
        r"|recruiting)\b",
        r"\bi(?:'m| am) (?:\w+ )?(?:hiring|recruiting)\b",
        r"\bhiring (?:for|an?|now)\b",
        r"\bvacanc(?:y|ies)\b",
        r"\b(?:job|post-?doc(?:toral)?|phd|faculty|latest|current|career) "
        r"(?:openings?|opportunit(?:y|ies)|positions?|roles?)\b",
        r"\b(?:open|new|live|exciting|great|fantastic|amazing|industry) (?:new )?"
        r"(?:roles?|positions?|vacanc\w+|briefs?)\b|\bhot (?:role|job)\b",
        r"\b(?:position|role|job|vacancy) (?:is |now |currently |just )*"
        r"(?:available|open|going|advertised)\b",
        rf"\b(?:looking for|seeking|recruiting|find|need) (?:an?|our|the) {_WORDS}{_ROLE}\b",
        rf"\bopportunity for an? {_WORDS}{_ROLE}\b",
        rf"\b{_ROLE} (?:\w+ )?(?:required|needed|wanted)\b",
        rf"\bknow an? {_WORDS}{_ROLE} looking for\b",
        r"\bour client\b|\bhiring: |\bnew openings?\b|\bwork for us\b|\breferral bonus\b",
        rf"\bjoin (?:our|the) (?:\w+ )?team\b|\bjoin (?:us|\w+) as (?:an? "
        rf"|our )?{_WORDS}{_ROLE}\b",
        r"\bwir suchen\b|\bon recrute\b",
        r"\b\d[\d,.]* (?:new |live |open )?(?:\w+ )?jobs (?:in|near|at|on|this|for)\b",
        r"\b(?:see|browse|view) \d[\d,.]* (?:\w+ )?(?:jobs|vacancies)\b|\bnew jobs (?:in"
        r"|near)\b",
        r"\b(?:come|come and|to) work (?:with|for) (?:us|me)\b",
        r"\bapplicants? (?:encouraged|welcome)\b|\bapplications? (?:are )?(?:invited"
        r"|welcome)\b",
    ),
    "apply": (
        r"\bapply (?:now|today|here|online|at|via|by|to)\b[^?]{0,60}§",
        r"\bdm (?:me |us )?for (?:more )?(?:details|info)|\b(?:now )?open for applications\b",
        r"\bapply (?:now|today|here)\b|\bclosing date\b|\bapplications? clos(?:e|ing)\b",
        r"\b(?:dm|send|email|message|drop) (?:us |me )?(?:over )?your (?:cv|resume)\b",
        r"\b(?:apply|details|info|jobs?|roles?|opening|position|vacancy|recruiting)\b"
        r"(?: \w+){0,2} ?(?:here|at|via|in|[:>→👉-])* ?§",
    ),
    "pay": (
        r"[£$€₹] ?\d[\d,.]*k?\b ?(?:-|to) ?[£$€₹]? ?\d[\d,.]*(?:k|000)\b",
        r"[£$€₹] ?\d[\d,.]*k? ?(?:ph\b|p/h|pa\b|p\.a|per (?:hour|day|week|month|year|annum)"
        r"|/ ?h)",
        r"[£$€] ?\d{2,3}k\b",
        r"\bsalary(?: range)?: ?\S*\d",
        r"\b(?:competitive|tax[ -]free|attractive|excellent) salary\b|\b\d[\d,]*k? ote\b",
    ),
    "terms": (
        r"\b(?:full|part)[ -]?time\b",
        r"\b(?:ftc|fte|fixed[ -]term|permanent(?: role| position| contract|(?= §))"
        r"|entry[ -]level|\d+[ -]months? (?:ftc|contract)|tax[ -]free|band \d)\b",
        r"\b(?:1st|2nd|3rd|first|second|night|day|late) shift\b|\b(?:nights|days|perm|temp)\)",
        r"\b[mw]/[wf](?:/d)?\b|\bhybrid, |\bhybrid\)|\bimmediate start\b|\burgent \*",
        r"\b\d\d ?hrs\b",
    ),
    "role": (rf"\b{_ROLE}\b",),
    "pitch": (
        r"\byour next (?:\w+ )?(?:role|move|chapter|job|challenge|career \w+)\b",
        r"\bready for (?:a|an|your) (?:new|next|fresh)\b",
        r"\bnext chapter\b",
        r"\blooking for (?:a|your) (?:new|next) (?:role|job|challenge"
        r"|opportunity)\b[^.!]{0,20}\?",
        r"\bdon't miss out\b[^?]{0,80}§[^?]*\bjobs\b",
    ),
    # Selling something.
    "offer": (
        r"\b\d+ ?% (?:off|discount)|\b(?:discount|promo|coupon) codes?\b",
        r"\b[23] for [12]\b",
        r"\b(?:get|claim|enjoy|offer|offering|with) (?:an? |your )?(?:\w+ )?discount\b",
        r"\bsave (?:up to )?(?:[£$€]\d|\d+ ?%)",
        r"\b(?:use|with) (?:the )?code \w|\b(?:special|limited|exclusive) (?:price|offer)\b",
        r"\bfree (?:\w+ )?(?:trial|guide|credits?|audit|consultation|demo|report|e-?book)\b",
        r"\btry it (?:for )?free\b|\bget your free\b|\b(?:this week|today) only\b",
        r"\b(?:seats|places|spots) left on our\b",
        r"\b(?:buy|order|shop|pre-?order) (?:now|yours|here|today)\b|\bon sale\b"
        r"|\bflash sale\b",
        r"\bhire me\b|\bcontact (?:now|on|us|me on)\b|\bcontact ?:",
        r"\bmake money\b|\bwhatsapp:? ?\+?\d",
    ),
    "stand": (
        r"\b(?:booth|stand) (?:is )?(?:no\.? ?)?[a-z]?\d+\b",
        r"\b(?:our|the|at|in|by|virtual) (?:[\w@'-]+ )?(?:booth|stand|stall|exhibition)\b",
        r"\bour (?:table|exhibit)\b",
    ),
    "invites": (
        r"\b(?:visit|meet|see) us\b|\bpay (?:us|our [^.!?]{2,20}) a visit\b",
        r"\b(?:come|swing|pop|stop|drop)(?: and| &)? (?:by|visit|meet|to our)\b",
        r"\bcome (?:&|and) (?:meet|visit|celebrate)\b|\bmeet our\b|\bget involved\b",
        r"\b(?:chat with|talk to|meet) our\b|\bcatch up with\b|\bcome (?:and )?enjoy\b",
        r"\bcome (?:and )?say (?:hi|hello)\b",
    ),
    "giveaway": (
        r"\bgive-?aways?\b|\bwin (?:a|an|one|\$)|\bchance to win\b|\bfreebies\b|\bswag\b",
        r"\bgift card\b|\brt and follow\b|\bfollow and rt\b|\bclaim your\b|\braffle\b",
        r"\bgoodies\b",
    ),
    "product": (
        r"\bour (?:[\w-]+ ){0,3}?(?:products?|product line|solutions?|platform|experts?"
        r"|services?"
        r"|offerings?|innovations?|technology|tech|gateway|shop|store|collection|designs?"
        r"|webinar"
        r"|software|app|suite|tools?|courses?|masterclass|training|coaching|report|blog"
        r"|white ?paper|e-?book|newsletter|podcast|new interface)\b",
        r"\bproduct line\b|\bproducts? (?:launch|range)\b|\binnovative \w+ solutions?\b",
        r"\b(?:webinar|white ?paper|e-?book|masterclass)\b[^?]{0,80}§",
        r"\bdownload (?:the|our|your) [^.!?§]{0,40}(?:report|guide|toolkit|checklist"
        r"|template)\b",
        r"\b(?:proud|excited|thrilled|delighted) to (?:launch|announce the launch|introduce)\b",
        r"\b(?:collection|design) at\b|\bfiverr\b|\bportfolio\b",
    ),
    "call": (
        r"\b(?:sign up|register|subscribe|download|watch video|get yours|read more|learn more"
        r"|find out more|more information|book (?:your|an?) \w+|check (?:it )?out"
        r"|claim your \w+|see more)\b[^?]{0,60}§",
        r"\bdon't (?:miss|forget)\b|\bout now\b|\bavailable now\b|\bjust launched\b",
        r"\blink (?:here|in bio)\b|\bgo my bio\b|\bclick (?:on )?(?:the|this) link\b",
        r"\bbook now\b|\blast chance\b|\bhurry\b|\blimited (?:time|places|offer)\b"
        r"|\bstay tuned\b",
    ),
    **TALK,
}

# Title case tells the heading of an advertisement: "HR Officer, Swansea", "Nurse - Mercy Health".
# What every heading has in it: looked for first, for it is found or missed sooner.
TITLE = re.compile(f"{_ROLES.title()}|HRBP|Head of|Lead")
HEADING = re.compile(
    r"(?:^|[:!|>-] |(?<!\w)(?=\w*[A-Za-z])\w+[!:] )(?:#\w+ )*"
    r"(?:[A-Z][\w&/'+.-]*,? (?:of |and |& )?){0,5}?"
    rf"#?(?:{_ROLES.title()}|HRBP|Head of \w+|Lead)\b ?(?:[-,|(:/]|in |at |- |§|#)",
)
