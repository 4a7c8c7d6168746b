"""Made-up households of Ashworth. The same seed gives the same people; none of them lives anywhere."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from stdnum.gb import nhs, upn

GIRLS = (
    "Ada Beatrice Carys Delyth Esme Farah Gwen Heather Imani Jade Kezia Lowri Meera Nadia Orla Petra Rosa Safiya Tess "
    "Una Verity Willow Xenia Ysolde Zara Bronwen Clara Dina Edith Funmi Greta Hana Ines Joan Kalinda Lena Marta"
).split()
BOYS = (
    "Aled Bertram Cai Dafydd Emrys Faisal Gethin Hari Idris Jago Kofi Laszlo Mateo Nikhil Osian Pavel Rhys Sanjay "
    "Tobias Umar Viktor Wilf Xavier Yannis Zaki Barnaby Cormac Dilip Ewan Femi Gwilym Hamza Ivo Jonas Kamil Lewin"
).split()
SURNAMES = (
    "Abbott Bannerman Cartmell Dyson Eastwood Farnworth Greenhalgh Haslam Ingham Jessop Kendrick Lumb Mather Nuttall "
    "Oldroyd Pickles Quarmby Rostron Sugden Tattersall Unsworth Varley Wolstenholme Yardley Adebayo Bhatti Choudhury "
    "Dabrowski Eze Farooq Georgiou Horvat Islam Jankowski Kapoor Lopes Mbeki Nowakowska Osei Petrov Qureshi Rao Sow "
    "Tran Usman Vasquez Wu Yilmaz Zielinska Askew Blamire Crossley Dewhurst Ellison Fothergill Garside Hepworth"
).split()
ROADS = (
    "Ashfield Road,Back Lane,Calder Street,Dale View,Exchange Street,Fold Lane,Gorse Bank,Hebble Row,Ivy Terrace,"
    "Jubilee Walk,Kiln Lane,Lock Street,Mayfield Avenue,Nab Lane,Oakenclough,Princess Street,Quarry Hill,Rake Top"
).split(",")
TROUBLES = ("crime", "education", "health", "substance", "safety", "domestic_abuse", "housing", "money")
NINO_LETTERS = ("AB", "CE", "HJ", "JM", "LP", "NS", "PT", "RW", "SX", "WZ")


@dataclass
class Member:
    """One made-up person."""

    given: str
    family: str
    born: date
    sex: str
    role: str
    nhs_number: str
    upn: str = ""
    nino: str = ""

    def age(self, on: date) -> int:
        """Whole years on this day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass
class Home:
    """A household at one address, with the troubles that partners hear of, and when it was helped, if it was."""

    number: int
    address: str
    postcode: str
    uprn: str
    members: list[Member] = field(default_factory=list)
    troubles: frozenset[str] = frozenset()
    helped: tuple[date, date] | None = None

    @property
    def adults(self) -> list[Member]:
        """Everyone who is no child."""
        return [one for one in self.members if one.role != "child"]

    @property
    def children(self) -> list[Member]:
        """The children."""
        return [one for one in self.members if one.role == "child"]


def make_homes(dice: random.Random, count: int, on: date) -> list[Home]:
    """`count` households as they stand on this day; about one in twelve has three troubles or more."""
    return [_home(dice, number, on) for number in range(1, count + 1)]


def _home(dice: random.Random, number: int, on: date) -> Home:
    postcode = (
        f"ZX{dice.randrange(1, 20)} {dice.randrange(1, 10)}{dice.choice('ABDEFGHJLN')}{dice.choice('PQRSTUWXYZ')}"
    )
    home = Home(number, f"{dice.randrange(1, 140)} {dice.choice(ROADS)}", postcode, f"{20_000_000_000 + number}")
    surname = dice.choice(SURNAMES)
    for place in range(dice.choice((1, 2, 2))):
        sex = "F" if place == 0 else "M"
        family = surname if place == 0 or dice.random() < 0.6 else dice.choice(SURNAMES)
        home.members.append(_member(dice, family, on, (21, 50), sex, "parent"))
    if dice.random() < 0.05:
        home.members.append(_member(dice, surname, on, (58, 80), "F", "grandparent"))
    for _ in range(dice.choices((0, 1, 2, 3, 4, 6), (10, 28, 32, 18, 9, 3))[0]):
        family = dice.choice([surname, home.members[-1].family])
        home.members.append(_member(dice, family, on, (0, 17), dice.choice("FM"), "child"))
    luck = dice.random()
    if home.children and luck < 0.085:
        home.troubles = frozenset(dice.sample(TROUBLES, dice.choice((3, 3, 4, 4, 5))))
    elif luck < 0.30:
        home.troubles = frozenset(dice.sample(TROUBLES, dice.choice((1, 1, 2))))
    return home


def _member(dice: random.Random, family: str, on: date, ages: tuple[int, int], sex: str, role: str) -> Member:
    born = on - timedelta(days=dice.randrange(ages[0] * 365 + 30, (ages[1] + 1) * 365))
    one = Member(dice.choice(GIRLS if sex == "F" else BOYS), family, born, sex, role, _nhs_number(dice))
    age = one.age(on)
    if 4 <= age <= 17:
        one.upn = _upn(dice)
    if age >= 16:
        one.nino = f"{dice.choice(NINO_LETTERS)}{dice.randrange(10**6):06d}{dice.choice('ABCD')}"
    return one


def _nhs_number(dice: random.Random) -> str:
    """A valid number that begins with 999: none is issued."""
    while True:
        number = f"999{dice.randrange(10**7):07d}"
        if nhs.is_valid(number):
            return number


def _upn(dice: random.Random) -> str:
    """A pupil number with its check letter."""
    while True:
        body = f"355{dice.randrange(2000, 5000)}{dice.randrange(12, 26)}{dice.randrange(1000):03d}"
        number = upn.calc_check_digit(body) + body
        if upn.is_valid(number):
            return number
