"""Names of vendors, people and contracts that do not exist."""

from typing import Final

FIRST: Final = (
    "Alder", "Amber", "Aspen", "Bay", "Birch", "Blue", "Briar", "Bright", "Canyon", "Cedar", "Clear", "Cobalt",
    "Copper", "Coral", "Crane", "Delta", "Dune", "Eagle", "Elder", "Ember", "Fern", "Field", "Flint", "Fox",
    "Garnet", "Glen", "Golden", "Granite", "Green", "Harbor", "Hazel", "Heron", "Hill", "Indigo", "Iron", "Ivy",
    "Jade", "Juniper", "Kestrel", "Lake", "Lark", "Laurel", "Linden", "Lunar", "Maple", "Meadow", "Mesa", "Mill",
    "Mint", "Moss", "North", "Oak", "Ocean", "Olive", "Onyx", "Orchard", "Otter", "Pacific", "Pearl", "Pine",
    "Plain", "Poppy", "Prairie", "Quail", "Quartz", "Rain", "Raven", "Red", "Reed", "Ridge", "River", "Robin",
    "Rose", "Rowan", "Ruby", "Sage", "Salt", "Sand", "Sierra", "Silver", "Sky", "Slate", "Solar", "South", "Sparrow",
    "Spring", "Star", "Stone", "Summit", "Swift", "Teal", "Thistle", "Tide", "Timber", "Valley", "Violet", "Walnut",
    "West", "Willow", "Wren",
)  # fmt: skip
SECOND: Final = (
    "bank", "bay", "bridge", "brook", "cliff", "cove", "crest", "dale", "edge", "fall", "field", "ford", "gate",
    "grove", "haven", "hill", "hollow", "lane", "leaf", "light", "line", "mark", "mount", "path", "peak", "point",
    "pool", "port", "ridge", "rock", "root", "shore", "side", "spring", "stone", "stream", "vale", "view", "wood",
    "works",
)  # fmt: skip
TRADE: Final = (
    "Analytics", "Benefits", "Billing", "Clinics", "Cloud", "Consulting", "Counsel", "Data", "Education", "Health",
    "Imaging", "Learning", "Logistics", "Mobility", "Networks", "Outreach", "Parking", "Payments", "Payroll",
    "Permits", "Planning", "Records", "Research", "Safety", "Software", "Staffing", "Surveys", "Systems", "Training",
    "Translation",
)  # fmt: skip
FORM: Final = ("Inc.", "LLC", "Corp.", "Group", "Partners", "LLP", "Co.")
WORK: Final = (
    "case management", "customer portal", "data hosting", "field services", "mailing services", "payment processing",
    "program evaluation", "records storage", "scheduling software", "survey services", "technical support",
    "training program",
)  # fmt: skip
GIVEN: Final = (
    "Ana", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Hana", "Ivan", "Julia", "Kim", "Luis", "Mai", "Nora",
    "Omar", "Priya", "Quinn", "Rosa", "Sam", "Thuy", "Uma", "Victor", "Wendy", "Yusuf", "Zoe",
)  # fmt: skip
FAMILY: Final = (
    "Abbott", "Bell", "Castro", "Diaz", "Evans", "Flores", "Gupta", "Hall", "Ito", "Jones", "Khan", "Lopez", "Moore",
    "Nguyen", "Okafor", "Park", "Quist", "Reyes", "Silva", "Tran", "Ueda", "Vargas", "Wong", "Xiong", "Young",
)  # fmt: skip
DEPARTMENTS: Final = (
    "Aviation", "Community Services", "Environment", "Finance", "Fire", "Housing", "Human Resources",
    "Information Technology", "Library", "Parks and Recreation", "Planning", "Police", "Public Works",
    "Transportation",
)  # fmt: skip


def vendor_name(index: int) -> str:
    """Return the name of the invented vendor of that index; unlike ones for 800,000 indexes."""
    # The step shares no divisor with the number of names, so neighbours differ and none comes twice.
    mixed = index * 7_919 % (len(FIRST) * len(SECOND) * len(TRADE) * len(FORM))
    mixed, first = divmod(mixed, len(FIRST))
    mixed, second = divmod(mixed, len(SECOND))
    form, trade = divmod(mixed, len(TRADE))
    return f"{FIRST[first]}{SECOND[second]} {TRADE[trade]} {FORM[form]}"


def person_name(index: int) -> str:
    """Return a name of an invented person; names come again, as names do."""
    family, given = divmod(index * 131, len(GIVEN))
    return f"{GIVEN[given]} {FAMILY[family % len(FAMILY)]}"


def contract_title(vendor: str, index: int) -> str:
    """Return the title of an invented contract."""
    return f"{vendor.split()[1]}: {WORK[index % len(WORK)]}"
