"""Reading a directory of services as Open Referral UK gives it: a row is a listing, or set aside with its reason. Pure.

Versions 1 and 3 of the standard differ in names and in where things stand; both are read. A CSV folder (the standard's
tables) is joined into the same shape first, in `directory_files.py`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any

DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday",
    "SU": "Sunday",
}  # fmt: skip
TIME = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d)?(Z|[+-]\d\d:?\d\d)?$")
POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
ADDRESS = re.compile(r"^https?://[^\s/]+\.[^\s]+$")
OLDEST = 130
RUNS, ENDED = ("active", "temporarily closed", "temporarily_closed"), ("inactive", "defunct")
LONGEST = {"id": 100, "name": 200, "provider": 200, "description": 8000, "eligibility": 2000, "cost": 1000}


class SetAside(Exception):
    """A row that cannot be used, and why, in words for whoever keeps the directory."""


@dataclass(frozen=True)
class Listing:
    """One service, checked. `needs` are ours; `schedule` and `places` are words, each line one."""

    id: str
    name: str
    description: str
    provider: str
    url: str
    email: str
    telephone: str
    needs: tuple[str, ...]
    eligibility: str
    least_age: int | None
    most_age: int | None
    cost: str
    schedule: tuple[str, ...]
    places: tuple[str, ...]
    languages: tuple[str, ...]
    checked_on: date | None
    is_running: bool

    @property
    def digest(self) -> str:
        """What tells it from the same listing changed."""
        return sha256(dumps(asdict(self), sort_keys=True, default=str).encode()).hexdigest()


def read_listing(row: Mapping[str, Any], words: Mapping[str, Iterable[str]]) -> Listing:
    """One service of a feed. `words` says which words of a taxonomy mean which need. Raises SetAside."""
    provider = _first(row, "organization", "organisation")
    status = _text(row, "status", 40).lower() or "active"
    if status not in RUNS + ENDED:
        raise SetAside(f"Its status is “{status}”, which the standard does not know.")
    least, most = _ages(row)
    return Listing(
        id=_needed(row, "id"),
        name=_needed(row, "name"),
        description=_text(row, "description"),
        provider=_needed(provider, "name", "provider") if provider else _nobody(),
        url=_address(row),
        email=_email(row),
        telephone=_telephone(row),
        needs=_needs(row, words),
        eligibility=_eligibility(row),
        least_age=least,
        most_age=most,
        cost=_cost(row),
        schedule=_schedule(row),
        places=_places(row),
        languages=_languages(row),
        checked_on=_checked(row),
        is_running=status in RUNS,
    )


def _nobody() -> str:
    raise SetAside("It does not say who provides it.")


def _list(row: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    for name in names:
        found = row.get(name)
        if isinstance(found, list):
            return [one for one in found if isinstance(one, Mapping)]
    return []


def _first(row: Mapping[str, Any], *names: str) -> Mapping[str, Any] | None:
    return next((row[name] for name in names if isinstance(row.get(name), Mapping)), None)


def _text(row: Mapping[str, Any], name: str, most: int | None = None, what: str = "") -> str:
    value = row.get(name)
    words = "" if value is None else str(value).replace("\x00", "").strip()
    limit = most or LONGEST.get(what or name, 1000)
    if len(words) > limit:
        raise SetAside(f"Its {what or name} has {len(words):,} characters; {limit:,} can be kept.")
    return words


def _needed(row: Mapping[str, Any], name: str, what: str = "") -> str:
    words = _text(row, name, what=what)
    if not words:
        raise SetAside(f"It has no {what or name}.")
    return words


def _address(row: Mapping[str, Any]) -> str:
    words = _text(row, "url", 500)
    if words and not ADDRESS.match(words):
        raise SetAside(f"“{words[:80]}” is not the address of a website.")
    return words


def _email(row: Mapping[str, Any]) -> str:
    words = _text(row, "email", 254)
    if words and not EMAIL.match(words):
        raise SetAside(f"“{words[:80]}” is not an e-mail address.")
    return words


def _telephone(row: Mapping[str, Any]) -> str:
    phones = _list(row, "phones")
    for contact in _list(row, "contacts"):
        phones += _list(contact, "phones")
    numbers = [number for one in phones if (number := _text(one, "number", 60))]
    return ", ".join(dict.fromkeys(numbers))[:200]


def _needs(row: Mapping[str, Any], words: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    terms: list[str] = []
    for one in _list(row, "attributes", "service_taxonomys", "service_taxonomies"):
        term = _first(one, "taxonomy_term", "taxonomy") or one
        terms += [_text(term, name, 300).lower() for name in ("name", "code", "term")]
    met = {need for need, signs in words.items() for sign in signs if any(sign in term for term in terms)}
    return tuple(sorted(met))


def _eligibility(row: Mapping[str, Any]) -> str:
    said = _text(row, "eligibility_description", what="eligibility")
    older = [_text(one, "eligibility", 500) for one in _list(row, "eligibilitys", "eligibilities")]
    return said or "; ".join(filter(None, older))[: LONGEST["eligibility"]]


def _ages(row: Mapping[str, Any]) -> tuple[int | None, int | None]:
    sources = [row, *_list(row, "eligibilitys", "eligibilities")]
    least = [age for one in sources if (age := _age(one, "minimum_age")) is not None]
    most = [age for one in sources if (age := _age(one, "maximum_age")) is not None]
    found = (min(least) if least else None, max(most) if most else None)
    if found[0] is not None and found[1] is not None and found[0] > found[1]:
        raise SetAside(f"It is for ages from {found[0]} to {found[1]}.")
    return found


def _age(row: Mapping[str, Any], name: str) -> int | None:
    words = _text(row, name, 20)
    if not words:
        return None
    try:
        age = int(float(words))
    except (ValueError, OverflowError):
        raise SetAside(f"“{words}” is no age.") from None
    if not 0 <= age <= OLDEST:
        raise SetAside(f"An age of {age} is no age.")
    return age


def _cost(row: Mapping[str, Any]) -> str:
    said = _text(row, "fees_description", what="cost") or _text(row, "fees", what="cost")
    options = [
        " ".join(
            filter(None, [_text(one, "option", 200), _text(one, "amount", 20), _text(one, "amount_description", 300)])
        )
        for one in _list(row, "cost_options")
    ]
    return said or "; ".join(filter(None, options))[: LONGEST["cost"]]


def _schedule(row: Mapping[str, Any]) -> tuple[str, ...]:
    rows = _list(row, "schedules", "regular_schedules")
    for place in _list(row, "service_at_locations"):
        rows += _list(place, "schedules", "regular_schedules")
    lines = [line for one in rows if (line := _times(one))]
    return tuple(dict.fromkeys(lines))


def _times(row: Mapping[str, Any]) -> str:
    days = [part.strip().upper() for part in (_text(row, "byday", 80) or _text(row, "weekday", 80)).split(",")]
    named = []
    for day in filter(None, days):
        code = day.lstrip("+-0123456789")[:2]
        if code not in DAYS:
            raise SetAside(f"“{day}” is no day of the week.")
        named.append(DAYS[code])
    hours = [_hour(_text(row, name, 20)) for name in ("opens_at", "closes_at")]
    when = f"{hours[0]} to {hours[1]}" if all(hours) else next(filter(None, hours), "")
    return ", ".join(filter(None, [" and ".join(named), when, _text(row, "description", 300)]))


def _hour(words: str) -> str:
    if not words:
        return ""
    found = TIME.match(words)
    if not found:
        raise SetAside(f"“{words}” is no time of day.")
    return f"{int(found[1]):02}:{found[2]}"


def _places(row: Mapping[str, Any]) -> tuple[str, ...]:
    places = [_first(one, "location") for one in _list(row, "service_at_locations")] + _list(row, "locations")
    found = []
    for place in filter(None, places):
        addresses = _list(place, "addresses", "physical_addresses") or [{}]
        for one in addresses:
            parts = [_text(place, "name", 200), *(_text(one, name, 200) for name in ("address_1", "city"))]
            found.append(", ".join(filter(None, [*dict.fromkeys(parts), _postcode(one)])))
    return tuple(dict.fromkeys(filter(None, found)))


def _postcode(row: Mapping[str, Any]) -> str:
    words = "".join((_text(row, "postal_code", 20) or _text(row, "postcode", 20)).upper().split())
    if words and not POSTCODE.match(words):
        raise SetAside(f"“{words}” is no postcode.")
    return f"{words[:-3]} {words[-3:]}" if words else ""


def _languages(row: Mapping[str, Any]) -> tuple[str, ...]:
    named = (_text(one, "name", 60) or _text(one, "language", 60) for one in _list(row, "languages"))
    return tuple(dict.fromkeys(filter(None, named)))


def _checked(row: Mapping[str, Any]) -> date | None:
    for name in ("assured_date", "last_modified", "lastModified"):
        words = _text(row, name, 40)
        if words:
            try:
                return date.fromisoformat(words[:10])
            except ValueError:
                raise SetAside(f"“{words}” is no date.") from None
    return None
