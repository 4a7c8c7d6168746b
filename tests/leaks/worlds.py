"""Random worlds for the leak sweep: made as plain dictionaries from a seed, then written as rows.

Days count from `FIRST`. Rows are written as they are, past the operations: the sweep also asks of states that
operations would refuse, so that the decision is safe by itself.
"""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Agency, Place, Post, Practitioner, Team, TeamMembership
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing import models
from datasharing.vocabulary import HOLDERS, Reach

FIRST = date(2026, 1, 1)
DAYS = 40
KINDS = ("council", "police", "health", "voluntary", "school", "employment_provider")
ROLES = (
    "key_worker", "team_member", "partner_contact", "team_manager", "screener", "duty_manager", "panel_member",
    "social_worker", "emergency_duty", "da_adviser", "claims_officer",
)  # fmt: skip
CATEGORIES = ("identity", "crime", "mental_health", "domestic_abuse", "needs")
PURPOSES = ("direct_support", "triage", "safeguarding")
REACHES = ("referral", "asked", "panel", "team", "key_worker", "supervision", "protection", "monitoring")
GRANTS = (*REACHES, "team", "key_worker", "emergency", "emergency", "excluded")
PLACES = ("a", "a/n", "b")
World = dict[str, Any]


def make(seed: int) -> World:
    """A small world in which every condition of the decision is met by something."""
    dice = Random(seed)
    world: World = {"seed": seed}
    world["agencies"] = [{"kind": kind, "place": "a"} for kind in (*KINDS, "council")]
    world["teams"] = [{"place": place} for place in ("a", "a/n")]
    world["posts"] = [_post(dice, number) for number in range(26)]
    world["memberships"] = [
        {"team": dice.randrange(2), "post": post, **_span(dice, ends=True)}
        for post in range(len(world["posts"]))
        if dice.random() < 0.5
    ]
    world["families"] = [
        {"place": dice.choice(("a", "a/n", "a/n", "a/n")) if number else "b", "subjects": _three(number)}
        for number in range(6)
    ]
    world["grants"] = [_grant(dice, world) for _ in range(110)]
    world["agreements"] = [_agreement(dice) for _ in range(4)]
    world["rules"] = _rules(dice)
    world["funding"] = [
        {"payer": dice.choice((0, 1, 6)), "provider": dice.choice((3, 5)), "from": dice.randrange(20), "to": 30}
        for _ in range(3)
    ]
    everybody = [subject for family in world["families"] for subject in family["subjects"]]
    world["restrictions"] = [_restriction(dice, everybody) for _ in range(9)]
    world["consents"] = _consents(dice, everybody)
    return world


def record_of(dice: Random, world: World, family: int, actor: World) -> World:
    """A record of a family, about nobody in particular, one of it or two; mostly such as some rule speaks of."""
    supplier, category = dice.randrange(len(world["agencies"])), dice.choice(CATEGORIES)
    kind = world["agencies"][world["posts"][actor["post"]]["agency"]]["kind"]
    rules = [
        rule
        for rule in world["rules"]
        if rule["purpose"] == actor["purpose"]
        and (rule["receiver_kind"] == kind or rule["onward"] in ("funded_provider", "subject_consent"))
    ]
    if rules and dice.random() < 0.8:
        rule = dice.choice(rules)
        category = rule["category"]
        supplier = dice.choice(
            [number for number, one in enumerate(world["agencies"]) if one["kind"] == rule["supplier_kind"]]
        )
    return {
        "family": family,
        "subjects": dice.sample(world["families"][family]["subjects"], dice.choice((0, 1, 1, 1, 2))),
        "supplier": supplier,
        "supplier_kind": world["agencies"][supplier]["kind"],
        "category": category,
    }


def _three(number: int) -> list[int]:
    return [number * 3, number * 3 + 1, number * 3 + 2]


def _span(dice: Random, *, ends: bool) -> dict[str, int | None]:
    start = dice.randrange(DAYS // 3)
    return {"from": start, "to": start + 1 + dice.randrange(DAYS) if ends and dice.random() < 0.5 else None}


def _post(dice: Random, number: int) -> World:
    ends = dice.random() < 0.2
    return {
        "agency": number % 7,
        "role": dice.choice(ROLES),
        "place": dice.choice(("a", "a", "a", "a", "a", "a/n", "a/n", "b")),
        "person": number // 2 if dice.random() < 0.3 else number + 100,
        "from": dice.randrange(6),
        "to": 10 + dice.randrange(DAYS) if ends else None,
    }


def _grant(dice: Random, world: World) -> World:
    """A grant to one post, mostly of a kind that its role can hold, or to a team."""
    family = dice.randrange(len(world["families"]))
    by_team = dice.random() < 0.2
    post = dice.randrange(len(world["posts"]))
    fits = [kind for kind in GRANTS if Role(world["posts"][post]["role"]) in HOLDERS.get(Reach(kind), ())]
    kind = dice.choice(fits) if fits and dice.random() < 0.75 else dice.choice(GRANTS)
    subjects = world["families"][family]["subjects"]
    return {
        "family": family,
        "kind": kind,
        **_span(dice, ends=True),
        "post": None if by_team else post,
        "team": dice.randrange(2) if by_team else None,
        "asked_about": dice.sample(subjects, dice.randrange(1, 4)) if kind == "asked" else [],
        "categories": dice.sample(CATEGORIES, dice.randrange(1, 4)) if kind == "emergency" else [],
    }


def _agreement(dice: Random) -> World:
    return {
        "from": dice.randrange(8), "to": dice.randrange(25, DAYS), "suspended": dice.random() < 0.1,
        "signed": {agency: dice.randrange(12) if dice.random() < 0.9 else None for agency in range(7)},
    }  # fmt: skip


def _rules(dice: Random) -> list[World]:
    found = {}
    for _ in range(420):
        rule = {
            "agreement": dice.randrange(4), "supplier_kind": dice.choice(KINDS), "category": dice.choice(CATEGORIES),
            "receiver_kind": dice.choice(KINDS), "roles": dice.sample(ROLES, dice.randrange(3, 10)),
            "purpose": dice.choice(PURPOSES), "reaches": dice.sample(REACHES, dice.randrange(2, 8)),
            "level": dice.choice(("open", "open", "involvement")), "needs_consent": dice.random() < 0.3,
            "onward": dice.choice(("any", "none", "funded_provider", "subject_consent")),
        }  # fmt: skip
        said = ("agreement", "supplier_kind", "category", "receiver_kind", "purpose", "level", "needs_consent")
        found[tuple(rule[name] for name in said)] = rule
    return list(found.values())


def _restriction(dice: Random, everybody: list[int]) -> World:
    named = {dice.randrange(26) for _ in range(dice.randrange(4))}
    return {
        "subject": dice.choice(everybody), "categories": dice.sample(CATEGORIES, dice.randrange(1, 4)),
        "kind": dice.choice(("guarded", "guarded", "sealed")), **_span(dice, ends=True),
        "named": [{"post": post, **_span(dice, ends=True)} for post in sorted(named)],
    }  # fmt: skip


def _consents(dice: Random, everybody: list[int]) -> list[World]:
    found = []
    for subject in everybody:
        for category in CATEGORIES:
            for onward_to in (None, dice.randrange(7)):
                if dice.random() < 0.45:
                    start = dice.randrange(15)
                    lapses = start + dice.randrange(2, DAYS) if dice.random() < 0.2 else None
                    found.append({
                        "subject": subject, "category": category, "onward_to": onward_to, "agrees": dice.random() < 0.8,
                        "from": start, "to": start + 1 + dice.randrange(DAYS) if dice.random() < 0.3 else None,
                        "lapses": lapses,
                    })  # fmt: skip
    return found


class Written:
    """The rows of a world, and what its numbers have become."""

    def __init__(self, world: World) -> None:
        self.world = world
        mark = f"w{world['seed']}"
        self.places = {path: Place.objects.create(path=f"{mark}{path}", name=path, kind="authority") for path in PLACES}
        self.agencies = [
            Agency.objects.create(
                reference=f"{mark}-{number}", name=f"Agency {number}", kind=one["kind"], place=self.places["a"],
                contact=f"Contact {number}",
            )
            for number, one in enumerate(world["agencies"])
        ]  # fmt: skip
        self.teams = [
            Team.objects.create(
                reference=f"{mark}-t{number}", name="Team", kind="locality", place=self.places[one["place"]]
            )
            for number, one in enumerate(world["teams"])
        ]  # fmt: skip
        people: dict[int, Practitioner] = {}
        for one in world["posts"]:
            if one["person"] not in people:
                email = f"{mark}-{one['person']}@example.org"
                people[one["person"]] = Practitioner.objects.create_user(email, None, name="Somebody")
        self.posts = [
            Post.objects.create(
                practitioner=people[one["person"]], agency=self.agencies[one["agency"]], role=one["role"],
                place=self.places[one["place"]], title=one["role"], starts_on=day(one["from"]), ends_on=day(one["to"]),
            )
            for one in world["posts"]
        ]  # fmt: skip
        for one in world["memberships"]:
            TeamMembership.objects.create(
                team=self.teams[one["team"]], post=self.posts[one["post"]], starts_on=day(one["from"]),
                ends_on=day(one["to"]),
            )  # fmt: skip
        self.files = [
            models.FamilyFile.objects.create(
                reference=f"{mark}F{number}", place=self.places[one["place"]], opened_at=moment(0)
            )
            for number, one in enumerate(world["families"])
        ]
        count = 3 * len(world["families"])
        self.subjects: list[UUID] = [models.DataSubject.objects.create().pk for _ in range(count)]
        self._sharing()

    def _sharing(self) -> None:
        world, posts = self.world, self.posts
        for one in world["grants"]:
            models.Grant.objects.create(
                file=self.files[one["family"]], kind=one["kind"], starts_at=moment(one["from"]),
                ends_at=moment(one["to"]), post=None if one["post"] is None else posts[one["post"]],
                team=None if one["team"] is None else self.teams[one["team"]],
                asked_about=[self.subjects[subject] for subject in one["asked_about"]], categories=one["categories"],
            )  # fmt: skip
        gateway, _ = models.Gateway.objects.get_or_create(
            code="made-up", defaults={"title": "A power", "provision": "To share", "confidence": "verified"}
        )
        for number, one in enumerate(world["agreements"]):
            agreement = models.Agreement.objects.create(
                reference=f"w{world['seed']}-{number}", title=f"Agreement {number}", words="",
                starts_on=day(one["from"]), ends_on=day(one["to"]), review_on=day(one["to"]),
                suspended_at=moment(0) if one["suspended"] else None,
            )  # fmt: skip
            for agency, signed in one["signed"].items():
                models.Party.objects.create(
                    agreement=agreement, agency=self.agencies[agency], signed_at=moment(signed), signed_by="Lead"
                )
            plain = (
                "supplier_kind",
                "category",
                "receiver_kind",
                "roles",
                "purpose",
                "reaches",
                "level",
                "needs_consent",
            )
            models.Rule.objects.bulk_create(
                models.Rule(
                    agreement=agreement, gateway=gateway, onward=rule["onward"], not_for=[],
                    **{name: rule[name] for name in plain},
                )
                for rule in world["rules"]
                if rule["agreement"] == number
            )  # fmt: skip
        for one in world["funding"]:
            models.Funding.objects.create(
                payer=self.agencies[one["payer"]], provider=self.agencies[one["provider"]], contract="",
                starts_on=day(one["from"]), ends_on=day(one["to"]),
            )  # fmt: skip
        for one in world["restrictions"]:
            held = models.Restriction.objects.create(
                subject_id=self.subjects[one["subject"]], categories=one["categories"], kind=one["kind"], reason="",
                set_by=posts[0], starts_at=moment(one["from"]), ends_at=moment(one["to"]), confirm_by=moment(1),
                review_on=day(30),
            )  # fmt: skip
            for name in one["named"]:
                models.Named.objects.create(
                    restriction=held, post=posts[name["post"]], given_by=posts[0], starts_at=moment(name["from"]),
                    ends_at=moment(name["to"]),
                )  # fmt: skip
        models.Consent.objects.bulk_create(
            models.Consent(
                subject_id=self.subjects[one["subject"]], category=one["category"], agrees=one["agrees"], by="person",
                onward_to=None if one["onward_to"] is None else self.agencies[one["onward_to"]],
                given_at=moment(one["from"]), withdrawn_at=moment(one["to"]), lapses_on=day(one["lapses"]),
                supplier=self.agencies[0], recorded_by=posts[0],
            )
            for one in world["consents"]
        )  # fmt: skip

    def actor(self, number: int, purpose: str) -> Actor:
        """Somebody acting in a post as a session may still hold it, whether or not the post is live."""
        post, plain = self.posts[number], self.world["posts"][number]
        agency = self.agencies[plain["agency"]]
        return Actor(
            post=post.pk, practitioner=post.practitioner_id, agency=agency.pk, agency_name=agency.name,
            kind=AgencyKind(agency.kind), role=Role(post.role), place=post.place.path, starts_on=post.starts_on,
            ends_on=post.ends_on, purpose=Purpose(purpose), name="Somebody",
        )  # fmt: skip


def day(number: int | None) -> Any:
    """The date of a day's number."""
    return None if number is None else FIRST + timedelta(days=number)


def moment(number: int | None) -> Any:
    """The first moment of a day."""
    return None if number is None else timezone.make_aware(datetime.combine(day(number), datetime.min.time()))
