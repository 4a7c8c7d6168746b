"""A referral as it was sent: read, checked, in our words. Pure; the same for a form, a partner's system and a file.

The shape is that of `POST /api/v1/referrals/`: id, received_at, source, consent, immediate_danger, needs, concern,
people (given_name, family_name, date_of_birth, sex, role, nhs_number, address, postcode, telephone), and
referrer_name and referrer_contact. What cannot be used is refused by `Invalid`, whose `field` says where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from agencies.refusals import Invalid
from cases.vocabulary import REFERRAL_WORDS, Need, Role, SaidConsent, Sex, Source

LONGEST_CONCERN = 20_000
MOST_PEOPLE = 40
EARLIEST_BIRTH = date(1900, 1, 1)

FIELDS = frozenset(
    {
        "id", "received_at", "source", "consent", "immediate_danger", "needs", "concern", "people",
        "referrer_name", "referrer_contact",
    }
)  # fmt: skip
PERSON_LIMITS = {
    "given_name": 200, "family_name": 200, "nhs_number": 20, "address": 300, "postcode": 10, "telephone": 40,
}  # fmt: skip
PERSON_FIELDS = frozenset(PERSON_LIMITS) | {"date_of_birth", "sex", "role"}


@dataclass(frozen=True)
class NamedPerson:
    """Somebody whom a referral names, as it names them. What was not said is empty."""

    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    role: str = ""
    nhs_number: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class Report:
    """A referral that can be taken in. `sender_reference` is the sender's own id, empty where it has none."""

    source: str
    consent: str
    concern: str
    people: tuple[NamedPerson, ...]
    needs: tuple[str, ...] = ()
    immediate_danger: bool = False
    sender_reference: str = ""
    referrer_name: str = ""
    referrer_contact: str = ""
    received_at: datetime | None = None


def read_report(raw: Mapping[str, Any], *, today: date) -> Report:
    """Read what was sent. Raises `Invalid` with the first thing that is wrong, in words."""
    if not isinstance(raw, Mapping):
        raise Invalid(_("A referral is one object with the fields source, consent, concern and people."))
    unknown = sorted(str(name) for name in set(raw) - FIELDS)
    if unknown:
        raise Invalid(
            _("A referral has no field called %(unknown)s. Nothing was taken in.") % {"unknown": repr(unknown[0][:60])},
            unknown[0][:60],
        )
    people = raw.get("people")
    if not isinstance(people, list | tuple) or not people:
        raise Invalid(_("A referral needs at least one person. Add the name of a child or of a parent."), "people")
    if len(people) > MOST_PEOPLE:
        raise Invalid(_("A referral can name up to %(most_people)s people.") % {"most_people": MOST_PEOPLE}, "people")
    return Report(
        source=_one_of(raw, "source", Source.values, _("Say who refers: one of {choices}.")),
        consent=_one_of(raw, "consent", SaidConsent.values, _("Say what the family has agreed to: one of {choices}.")),
        concern=_concern(raw.get("concern")),
        people=tuple(_person(person, number, today) for number, person in enumerate(people)),
        needs=_needs(raw.get("needs") or ()),
        immediate_danger=_yes_or_no(raw.get("immediate_danger", False)),
        sender_reference=_text(raw.get("id"), "id", 80),
        referrer_name=_text(raw.get("referrer_name"), "referrer_name", 120),
        referrer_contact=_text(raw.get("referrer_contact"), "referrer_contact", 200),
        received_at=_moment(raw.get("received_at")),
    )


def check_dates(people: tuple[NamedPerson, ...], today: date) -> None:
    """Refuse a date of birth that has not come yet, or that nobody alive has."""
    for number, person in enumerate(people):
        _birth(person.date_of_birth, f"people[{number}].date_of_birth", number, today)


def _concern(value: Any) -> str:
    words = _text(value, "concern", LONGEST_CONCERN, several_lines=True)
    if not words:
        raise Invalid(_("Say what worries you."), "concern")
    return words


def _needs(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise Invalid(_("needs must be a list of words."), "needs")
    found: dict[str, None] = {}
    for word in value:
        need = REFERRAL_WORDS.get(word, word) if isinstance(word, str) else None
        if need not in Need.values:
            raise Invalid(
                _("%(word)s is not a need known here. Use %(values)s.")
                % {"word": _short(word), "values": ", ".join(Need.values)},
                "needs",
            )
        found[str(need)] = None
    return tuple(found)


def _person(value: Any, number: int, today: date) -> NamedPerson:
    where = f"people[{number}]"
    if not isinstance(value, Mapping):
        raise Invalid(_("Person %(number)s must be an object with a name.") % {"number": number + 1}, where)
    unknown = sorted(str(name) for name in set(value) - PERSON_FIELDS)
    if unknown:
        raise Invalid(
            _("A person has no field called %(unknown)s.") % {"unknown": repr(unknown[0][:60])},
            f"{where}.{unknown[0][:60]}",
        )
    words = {
        name: _text(value.get(name), f"{where}.{name}", limit, several_lines=name == "address")
        for name, limit in PERSON_LIMITS.items()
    }
    if not words["given_name"] and not words["family_name"]:
        raise Invalid(
            _("Person %(number)s needs a first name or a last name.") % {"number": number + 1}, f"{where}.given_name"
        )
    return NamedPerson(
        date_of_birth=_birth(value.get("date_of_birth"), f"{where}.date_of_birth", number, today),
        sex=_one_of(value, "sex", Sex.values, _("sex must be one of {choices}."), where, needed=False),
        role=_one_of(value, "role", Role.values, _("role must be one of {choices}."), where, needed=False),
        **words,
    )


def _birth(value: Any, field: str, number: int, today: date) -> date | None:
    if value is None or value == "":
        return None
    try:
        born = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Invalid(
            _("%(value)s is not a date of birth. Write it as year-month-day, such as 2014-03-27.")
            % {"value": _short(value)},
            field,
        ) from None
    if born > today:
        raise Invalid(
            _("The date of birth of person %(number)s is in the future. Leave it empty for a child not yet born.")
            % {"number": number + 1},
            field,
        )
    if born < EARLIEST_BIRTH:
        raise Invalid(_("The date of birth of person %(number)s is before 1900.") % {"number": number + 1}, field)
    return born


def _one_of(
    raw: Mapping[str, Any], name: str, choices: list[str], words: str, where: str = "", *, needed: bool = True
) -> str:
    value = raw.get(name)
    if not needed and value in (None, ""):
        return ""
    if not isinstance(value, str) or value not in choices:
        raise Invalid(words.format(choices=", ".join(choices)), f"{where}.{name}" if where else name)
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid(_("immediate_danger must be true or false."), "immediate_danger")
    return value


def _moment(value: Any) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Invalid(
            _("%(value)s is not a moment. Write 2026-05-01T16:53:00+01:00.") % {"value": _short(value)}, "received_at"
        ) from None
    if moment.tzinfo is None:
        raise Invalid(_("received_at needs its zone, such as +01:00 or Z."), "received_at")
    return moment


def _text(value: Any, field: str, limit: int, *, several_lines: bool = False) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid(_("%(field)s must be text.") % {"field": field}, field)
    words = value.replace("\r\n", "\n").strip()
    if len(words) > limit:
        raise Invalid(
            _(
                "%(field)s has %(words)s characters; up to %(limit)s can be taken. Shorten it and send it again. "
                "Nothing was taken in."
            )
            % {"field": field, "words": format(len(words), ","), "limit": format(limit, ",")},
            field,
        )
    if any(unusable(letter, several_lines) for letter in words):
        raise Invalid(
            _("%(field)s holds a character that is not text, such as a null. Take it out and send again.")
            % {"field": field},
            field,
        )
    return words


def unusable(letter: str, several_lines: bool) -> bool:
    """Whether a character is no text: a null or another control character, or half of a surrogate pair."""
    if letter in "\n\t":
        return not several_lines
    return ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF


def _short(value: Any) -> str:
    return repr(value)[:60]
