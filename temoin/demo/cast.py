"""The people and organisations around the firms: the network's staff, insurers, loss adjusters, brokers. All invented."""

from __future__ import annotations

from dataclasses import dataclass

from temoin.parties.roles import Kind, Role

PASSWORD = "relais-de-demo"  # noqa: S105  (printed at the start of every demo, on purpose)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; `short` names him in the stories."""

    short: str
    account: str
    given: str
    surname: str
    role: Role
    language: str = "fr"
    timezone: str = "Europe/Paris"

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"


@dataclass(frozen=True, slots=True)
class House:
    """An organisation with its people; `limits` are an insurer's authority limits by loss type (blank: all others)."""

    short: str
    kind: Kind
    name: str
    country: str
    postcode: str
    city: str
    address: str
    telephone: str
    people: tuple[Person, ...]
    code: str = ""
    language: str = "fr"
    tier: str = ""
    limits: tuple[tuple[str, str], ...] = ()


BRUSSELS, AMSTERDAM = "Europe/Brussels", "Europe/Amsterdam"

NETWORK = House(
    "network",
    Kind.NETWORK,
    "Réseau Relais",
    "FR",
    "75008",
    "Paris",
    "14 rue du Pas-de-la-Mule",
    "01 99 00 10 00",
    (
        Person("nadia", "R-1001", "Nadia", "Castelain", Role.CASE_HANDLER),
        Person("emily", "R-1002", "Emily", "Hartwell", Role.CASE_HANDLER, "en"),
        Person("thomas", "R-1003", "Thomas", "Verbruggen", Role.CASE_HANDLER, "nl", BRUSSELS),
        Person("hugo", "R-1010", "Hugo", "Delattre", Role.ADVISOR),
        Person("lotte", "R-1011", "Lotte", "Hendrickx", Role.ADVISOR, "nl", BRUSSELS),
        Person("yanis", "R-1020", "Yanis", "Ferrand", Role.DISPATCHER),
        Person("marieke", "R-1021", "Marieke", "van Dalen", Role.DISPATCHER, "nl", AMSTERDAM),
        Person("olivier", "R-1030", "Olivier", "Castaing", Role.ESTIMATOR),
        Person("fatou", "R-1031", "Fatou", "Sarrazin", Role.ESTIMATOR),
        Person("claire", "R-1040", "Claire", "Montaigu", Role.ADJUSTER_RELATIONS),
        Person("sofia", "R-1050", "Sofia", "Lemaire", Role.CUSTOMER_SERVICE),
        Person("bruno", "R-1060", "Bruno", "Achard", Role.AREA_MANAGER),
        Person("joris", "R-1061", "Joris", "Claes", Role.AREA_MANAGER, "nl", BRUSSELS),
        Person("helene", "R-1090", "Hélène", "Rochambeau", Role.NETWORK_MANAGER),
        Person("arnaud", "R-1099", "Arnaud", "Pelletier", Role.ADMINISTRATOR),
    ),
)

INSURERS = (
    House(
        "az",
        Kind.INSURER,
        "Azalée Assurances",
        "FR",
        "75009",
        "Paris",
        "3 cité des Trois-Fontaines",
        "01 99 00 20 00",
        (
            Person("pauline", "A-2001", "Pauline", "Vasseur", Role.INSURER),
            Person("karim", "A-2002", "Karim", "Benarfa", Role.INSURER),
        ),
        code="AZ",
        limits=(
            ("", "1550.00"),
            ("glass_breakage", "900.00"),
            ("burglary", "1000.00"),
            ("tiles", "800.00"),
            ("third_party_liability", "1000.00"),
        ),
    ),
    House(
        "bpce",
        Kind.INSURER,
        "Bastide Prévoyance",
        "FR",
        "33000",
        "Bordeaux",
        "28 allée des Tilleuls-Verts",
        "01 99 00 21 00",
        (Person("gilles", "A-2101", "Gilles", "Dartigues", Role.INSURER),),
        code="BPCE",
        limits=(("", "1800.00"), ("fire", "2500.00"), ("glass_breakage", "1100.00")),
    ),
    House(
        "mer",
        Kind.INSURER,
        "Meridiaan Verzekeringen",
        "BE",
        "2000",
        "Antwerpen",
        "Kompasplein 7",
        "03 000 22 00",
        (
            Person("saskia", "A-2201", "Saskia", "Peeters", Role.INSURER, "nl", BRUSSELS),
            Person("daan", "A-2202", "Daan", "Kuipers", Role.INSURER, "nl", AMSTERDAM),
        ),
        code="MER",
        language="nl",
        limits=(("", "2000.00"), ("glass_breakage", "1200.00")),
    ),
)

ADJUSTERS = (
    House(
        "capelle",
        Kind.LOSS_ADJUSTER,
        "Cabinet Capelle & Noirot",
        "FR",
        "75010",
        "Paris",
        "51 passage des Deux-Écluses",
        "01 99 00 30 00",
        (Person("felix", "E-3001", "Félix", "Noirot", Role.LOSS_ADJUSTER),),
    ),
    House(
        "ponant",
        Kind.LOSS_ADJUSTER,
        "Expertise du Grand-Ponant",
        "FR",
        "69003",
        "Lyon",
        "9 montée du Vieux-Puits",
        "01 99 00 31 00",
        (Person("mathilde", "E-3002", "Mathilde", "Chavanon", Role.LOSS_ADJUSTER),),
    ),
    House(
        "schelde",
        Kind.LOSS_ADJUSTER,
        "Scheldekaai Expertise",
        "BE",
        "9000",
        "Gent",
        "Oude Sluiskaai 22",
        "09 000 32 00",
        (Person("wout", "E-3003", "Wout", "De Backer", Role.LOSS_ADJUSTER, "nl", BRUSSELS),),
        language="nl",
    ),
)

BROKERS = (
    House(
        "saule",
        Kind.INTERMEDIARY,
        "Courtage du Grand Saule",
        "FR",
        "92100",
        "Boulogne-Billancourt",
        "6 rue du Saule-Pleureur",
        "01 99 00 40 00",
        (Person("benoit", "C-4001", "Benoît", "Aubrac", Role.INTERMEDIARY),),
        tier="diamond",
    ),
    House(
        "rives",
        Kind.INTERMEDIARY,
        "Cabinet des Deux Rives",
        "FR",
        "69006",
        "Lyon",
        "17 quai des Barques",
        "01 99 00 41 00",
        (Person("solene", "C-4002", "Solène", "Guichard", Role.INTERMEDIARY),),
        tier="gold",
    ),
    House(
        "linde",
        Kind.INTERMEDIARY,
        "Assurantiekantoor De Oude Linde",
        "NL",
        "3511",
        "Utrecht",
        "Lindeplein 4",
        "030 000 42 00",
        (Person("anouk", "C-4003", "Anouk", "Brouwer", Role.INTERMEDIARY, "nl", AMSTERDAM),),
        language="nl",
        tier="diamond",
    ),
    House(
        "waterkant",
        Kind.INTERMEDIARY,
        "Makelaars Waterkant",
        "BE",
        "8000",
        "Brugge",
        "Spiegelkade 12",
        "050 00 43 00",
        (Person("pieter", "C-4004", "Pieter", "Maes", Role.INTERMEDIARY, "nl", BRUSSELS),),
        language="nl",
        tier="gold",
    ),
)

BODY_SHOPS = (
    House(
        "lambert",
        Kind.BODY_SHOP,
        "Carrosserie Lambert",
        "FR",
        "75013",
        "Paris",
        "8 rue des Carrossiers",
        "01 99 00 60 00",
        (
            Person("carl", "G-6001", "Carl", "Lambert", Role.BODY_SHOP),
            Person("greta", "G-6002", "Greta", "Lambert", Role.BODY_SHOP),
        ),
    ),
    House(
        "beffroi",
        Kind.BODY_SHOP,
        "Carrosserie du Beffroi",
        "FR",
        "59000",
        "Lille",
        "22 rue de la Tôlerie",
        "01 99 00 61 00",
        (Person("beffroi_one", "G-6011", "Sandrine", "Coppin", Role.BODY_SHOP),),
    ),
    House(
        "canuts",
        Kind.BODY_SHOP,
        "Auto des Canuts",
        "FR",
        "69003",
        "Lyon",
        "4 impasse du Marbre",
        "01 99 00 62 00",
        (Person("canuts_one", "G-6021", "Farid", "Mokrane", Role.BODY_SHOP),),
    ),
    House(
        "marolles",
        Kind.BODY_SHOP,
        "Carrosserie des Marolles",
        "BE",
        "1070",
        "Anderlecht",
        "Rue des Tôliers 31",
        "02 000 63 00",
        (Person("marolles_one", "G-6031", "Valérie", "Dumoulin", Role.BODY_SHOP, "fr", BRUSSELS),),
    ),
    House(
        "scheldezicht",
        Kind.BODY_SHOP,
        "Carrosserie Scheldezicht",
        "BE",
        "2000",
        "Antwerpen",
        "Plaatslagerskaai 5",
        "03 000 64 00",
        (Person("scheldezicht_one", "G-6041", "Bart", "Claessens", Role.BODY_SHOP, "nl", BRUSSELS),),
        language="nl",
    ),
)

HOUSES = (NETWORK, *INSURERS, *ADJUSTERS, *BROKERS, *BODY_SHOPS)
