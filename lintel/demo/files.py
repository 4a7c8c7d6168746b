"""The six files that Ashworth's partners would send, each in the habits of its own system, blemishes included."""

import csv
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

from cases.intake.profile import Term
from lintel.demo.happenings import Happening, happenings
from lintel.demo.households import Home, Member

HEADERS = {
    "council_education": (
        "Pupil UPN,Forename,Surname,DOB,Gender,Address,Postcode,Term,Possible sessions,Unauthorised absence,"
        "Authorised absence,Suspensions,Permanent exclusion"
    ),
    "council_social_care": "PersonRef,FirstName,LastName,DateOfBirth,NHSNumber,Postcode,Status,StartDate,EndDate",
    "council_housing": "tenancy_ref,tenant_name,dob,uprn,address,postcode,event,event_date",
    "police_incidents": (
        "INCIDENT_NO,DATE,CLASSIFICATION,NOMINAL_SURNAME,NOMINAL_FORENAMES,DOB,NOMINAL_ROLE,LOCATION,PCODE"
    ),
    "health_events": "nhs_number,family_name,given_name,birth_date,postcode,event_type,event_date,end_date",
    "jcp_claims": "NINO,Surname,Forename(s),DoB,Postcode,Benefit,Claim start,Claim end",
}
ENCODINGS = {"council_education": "utf-8-sig", "jcp_claims": "cp1252"}
SUPPLIERS = {"police_incidents": "police", "health_events": "health", "jcp_claims": "jobcentre_plus"}
Row = list[str]


def write_files(
    folder: Path, dice: random.Random, homes: list[Home], terms: list[Term], covers: tuple[date, date]
) -> None:
    """Write the six files and their manifest into `folder`."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for happening in happenings(dice, homes, covers):
        rows[happening.file] += WRITERS[happening.file](dice, happening)
    for home in homes:
        rows["council_education"] += _pupils(dice, home, terms)
    for name, header in HEADERS.items():
        dice.shuffle(rows[name])
        with (folder / f"{name}.csv").open("w", newline="", encoding=ENCODINGS.get(name, "utf-8")) as handle:
            out = csv.writer(handle, lineterminator="\r\n")
            out.writerow(header.split(","))
            out.writerows(_blemished(dice, rows[name]))
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["extract", "supplier", "covers_from", "covers_to", "supplied_on"])
        for name in HEADERS:
            out.writerow([name, SUPPLIERS.get(name, "council"), *covers, covers[1]])


def _blemished(dice: random.Random, rows: list[Row]) -> list[Row]:
    """The same rows, a few of them cut short as a failing export would."""
    return [row[: len(row) // 2] if dice.random() < 0.002 else row for row in rows]


def _person(dice: random.Random, one: Member, home: Home) -> tuple[str, str, str]:
    """Given name, family name and postcode as one system might hold them."""
    given, family, postcode = one.given, one.family, home.postcode
    if dice.random() < 0.05:
        given, family = given.upper(), family.upper()
    if dice.random() < 0.10:
        postcode = postcode.replace(" ", "").lower()
    return given, family, postcode


def _number(dice: random.Random, number: str) -> str:
    return "" if dice.random() < 0.18 else number


def _social_care(dice: random.Random, it: Happening) -> list[Row]:
    given, family, postcode = _person(dice, it.person, it.home)
    end = it.end.isoformat() if it.end else ""
    return [
        [f"SC{it.home.number:05d}", given, family, it.person.born.isoformat(), _number(dice, it.person.nhs_number),
         postcode, it.words, it.first.isoformat(), end]
    ]  # fmt: skip


def _housing(dice: random.Random, it: Happening) -> list[Row]:
    given, family, postcode = _person(dice, it.person, it.home)
    return [
        [f"T{it.home.number:05d}", f"{family.upper()}, {given}", f"{it.person.born:%d/%m/%Y}", it.home.uprn,
         it.home.address, postcode, it.words, f"{it.first:%d/%m/%Y}"]
    ]  # fmt: skip


def _police(dice: random.Random, it: Happening) -> list[Row]:
    incident = f"INC{dice.randrange(10**8):08d}"
    victim = it.words.startswith(("DOMESTIC", "MISSING"))
    named = [(it.person, "VICTIM" if victim else "SUSPECT")] + ([(it.other, "SUSPECT")] if it.other else [])
    rows = []
    for person, part in named:
        given, family, postcode = _person(dice, person, it.home)
        rows.append(
            [incident, f"{it.first:%d%m%Y}", it.words, family.upper(), given.upper(), f"{person.born:%d%m%Y}", part,
             it.home.address.upper(), postcode]
        )  # fmt: skip
    return rows


def _health(dice: random.Random, it: Happening) -> list[Row]:
    given, family, postcode = _person(dice, it.person, it.home)
    end = f"{it.end:%Y%m%d}" if it.end else ""
    return [
        [_number(dice, it.person.nhs_number), family, given, f"{it.person.born:%Y%m%d}", postcode, it.words,
         f"{it.first:%Y%m%d}", end]
    ]  # fmt: skip


def _claims(dice: random.Random, it: Happening) -> list[Row]:
    given, family, postcode = _person(dice, it.person, it.home)
    end = f"{it.end:%d-%b-%Y}".upper() if it.end else ""
    return [
        [_number(dice, it.person.nino), family, given, f"{it.person.born:%d-%b-%Y}".upper(), postcode, it.words,
         f"{it.first:%d-%b-%Y}".upper(), end]
    ]  # fmt: skip


def _pupils(dice: random.Random, home: Home, terms: list[Term]) -> list[Row]:
    troubled = "education" in home.troubles
    rows = []
    for pupil in (one for one in home.children if one.upn):
        for term in terms:
            if not 5 <= pupil.age(term.first_day) <= 16 or not (troubled or dice.random() < 0.2):
                continue
            possible = 142 if "Autumn" in term.name else 130
            missed = int(possible * max(0.0, dice.gauss(0.15 if troubled else 0.015, 0.05)))
            suspended = sum(dice.random() < (0.2 if troubled else 0.005) for _ in range(2))
            given, family, postcode = _person(dice, pupil, home)
            rows.append(
                [_number(dice, pupil.upn), given, family, f"{pupil.born:%d/%m/%Y}", pupil.sex, home.address, postcode,
                 term.name, str(possible), str(missed), str(dice.randrange(9)), str(suspended),
                 "Y" if troubled and dice.random() < 0.01 else "N"]
            )  # fmt: skip
    return rows


WRITERS: dict[str, Callable[[random.Random, Happening], list[Row]]] = {
    "council_social_care": _social_care,
    "council_housing": _housing,
    "police_incidents": _police,
    "health_events": _health,
    "jcp_claims": _claims,
}
