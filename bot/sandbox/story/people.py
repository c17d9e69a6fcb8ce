"""Everybody in the story. All of them, and the firms they mention, are invented."""

from __future__ import annotations

from bot.sandbox.story.model import Person

PICTURES = "https://pictures.example/"


def _person(key: str, handle: str, name: str, bio: str, *, member: bool = True) -> Person:
    return Person(key, handle, name, bio, member, f"{PICTURES}{key}.png")


MEMBERS = (
    _person(
        "nadine",
        "nadine_achholt",
        "Nadine Achebe-Holt",
        "People partner at Bramblewick Biscuits. Books the room, brings the name stickers. Lists.",
    ),
    _person(
        "grace",
        "gracecole_hrd",
        "Grace Adeyemi-Cole",
        "HR director, Quillon Housing. Twenty-six years in. Still nervous at the door.",
    ),
    _person(
        "tomasz",
        "tomasz_payslips",
        "Tomasz Wierzbanek",
        "381 payrolls run, 379 of them on time. Ask me about the other two.",
    ),
    _person(
        "ellie",
        "ellie_starts_hr",
        "Ellie Prosser-Wynn",
        "Garden centre team leader by day, HR diploma by night. Abertawe → Lewisham.",
    ),
    _person(
        "imran",
        "imran_talks_ta",
        "Imran Qureshi-Bell",
        "In-house recruiter, Osprey Lane Logistics. Every applicant gets an answer. Every one.",
    ),
    _person(
        "soraya",
        "soraya_counts",
        "Soraya Mirzaei",
        "People analytics. I count things so that people count. Denominators, always.",
    ),
    _person(
        "bex",
        "bex_learns_ldn",
        "Bex Lindqvist",
        "L&D at Tallowgate Council. Sticky notes in every coat pocket.",
    ),
    _person(
        "mei",
        "meiling_onboard",
        "Mei-Ling Tsang",
        "Day ones, done kindly. Onboarding and early careers at Penhallow Glass.",
    ),
    _person(
        "ruth",
        "ruth_inclusion",
        "Ruth Ashkettle",
        "Inclusion lead. Wheels. Owner of a tape measure and not afraid to use it.",
    ),
    _person(
        "harriet",
        "tribunal_harri",
        "Harriet Osei-Lamb",
        "Employment solicitor. Nothing here is advice. Most of it is sandwiches.",
    ),
    _person(
        "anand",
        "anandvellodi_er",
        "Anand Vellodi",
        "Employee relations, twenty years of it. I read the whole policy.",
    ),
    _person(
        "kofi",
        "kofi_reward",
        "Kofi Danquah-Frimpong",
        "Pay & benefits at Marrowby Rail Catering. Father of twins, friend of spreadsheets.",
    ),
    _person(
        "oskar",
        "oskar_hrsystems",
        "Oskar Brandhuber",
        "I make HR systems talk to each other. They mostly say NULL.",
    ),
    _person(
        "callum",
        "callumplaces",
        "Callum Fairweather",
        "Freelance recruiter. HR & payroll roles, London and the South East. Let’s talk!",
    ),
    Person(
        "idris",
        "idris_v_okoro",
        "Idris Vaughan-Okoro",
        "HR administrator at a school in Walthamstow.",
        member=True,
        avatar=None,
    ),
    _person(
        "leila",
        "leila_interims",
        "Leila Haddoum",
        "Interim HRD. I arrive when it is on fire and leave when it is dull.",
    ),
    _person(
        "fatou",
        "fatou_wellwork",
        "Fatou Diallo-Reyes",
        "Wellbeing at work, minus the fruit bowl. Paris, then Dakar, then Peckham.",
    ),
    _person(
        "joaquin",
        "joaquin_people_",
        "Joaquín Bermejal",
        "The whole HR department of five restaurants. Yes, me. Hola.",
    ),
)

ON_X_ONLY = (
    _person(
        "gemma",
        "copper_inkwell",
        "The Copper Inkwell",
        "A pub by Farringdon with a Print Room, nine pies and a cat. Gemma at the keyboard.",
        member=False,
    ),
    _person(
        "pat",
        "pat_was_a_rep",
        "Pat Mulgrew",
        "Thirty years a shop steward in Belfast, now a mediator. Both sides tell me I’ve changed.",
        member=False,
    ),
    _person(
        "yusuf",
        "yusuf_careersdr",
        "Yusuf Demirci",
        "University careers adviser in Leeds. I send you my best students. Be nice to them.",
        member=False,
    ),
    _person(
        "tania",
        "tania_de_longe",
        "Tânia Morgadinho",
        "RH no Porto. I follow your London evenings from here, with envy.",
        member=False,
    ),
)

ROBOTS = (
    _person(
        "board",
        "hrvac_ldn_24x7",
        "HR Vacancies London 24/7",
        "All the HR jobs. All the time.",
        member=False,
    ),
    Person(
        "pigeon",
        "vacancypigeonX",
        "VacancyPigeon",
        "Jobs delivered! 1.2M jobs in 41 countries. Not monitored.",
        member=False,
        avatar=None,
    ),
    _person(
        "agency",
        "brightmoortalnt",
        "Brightmoor Talent Partners",
        "Connecting exceptional people with exceptional people opportunities.",
        member=False,
    ),
)

PEOPLE = {person.key: person for person in (*MEMBERS, *ON_X_ONLY, *ROBOTS)}
