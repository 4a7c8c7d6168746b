"""Take a place folder into an empty database, and write what was made of it."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, PlaceKind, Purpose, Role, TeamKind
from cases.intake.operations.join_records import join_records
from cases.vocabulary import Source
from lintel.places.folder import PlaceFolder, Supported, read_folder
from lintel.places.house import Body, House, Somebody, Standing, build_house, sign_rulebook
from lintel.places.results import (
    write_costs,
    write_effect,
    write_needs,
    write_overview,
    write_records,
    write_referrals,
    write_run,
)
from lintel.places.stages import Stages
from lintel.places.steps import Say, take_extracts, take_referrals, take_support
from outcomes.catalogues import shipped_catalogue
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs
from outcomes.true_costs import true_costs, write_true_costs

PLACE = "place"
KINDS = {
    "council": AgencyKind.COUNCIL,
    "police": AgencyKind.POLICE,
    "health": AgencyKind.HEALTH,
    "jobcentre": AgencyKind.JOBCENTRE_PLUS,
    "school": AgencyKind.SCHOOL,
    "housing": AgencyKind.HOUSING,
    "voluntary": AgencyKind.VOLUNTARY,
}
SENDERS: dict[Source, str] = {
    Source.SCHOOL: "school",
    Source.POLICE: "police",
    Source.HEALTH_VISITOR: "health",
    Source.GP: "health",
    Source.HOUSING_OFFICER: "housing",
    Source.WORK_COACH: "jobcentre",
    Source.SOCIAL_WORKER: "council",
    Source.VOLUNTARY_SECTOR: "voluntary",
}


def make_place(place: Path, out: Path, *, say: Say) -> Stages:
    """Read the folder `place`, put it through the operations, and write the files of results into `out`.

    The database must be migrated and hold no agency. `truth/` is read for the first file alone, and only where it is.
    """
    folder, stages = read_folder(place), Stages()
    out.mkdir(parents=True, exist_ok=True)
    if (place / "truth" / "events.csv").exists():
        with stages.stage("costs from true events") as stage:
            costs = true_costs(place, shipped_catalogue())
            write_true_costs(costs, out / "costs_from_true_events.csv")
            stage.rows = len(costs.costs)
    supported = folder.supported()
    with stages.stage("agencies and agreements") as stage:
        names = sorted({one.worker for one in supported})
        house = describe(folder.path.name, names)
        actors = build_house(house, password=secrets.token_urlsafe(24), since=_first_day(folder, supported))
        stage.rows = sign_rulebook(actor for actor in actors if actor.role == Role.GOVERNANCE_LEAD)
    by_post = {(one.email.partition("@")[0], one.role): actor for one, actor in zip(house.people, actors, strict=True)}
    screener, manager = by_post["council", Role.SCREENER], by_post["council", Role.TEAM_MANAGER]
    with stages.stage("extracts") as stage:
        extracts = take_extracts(folder)
        stage.rows = sum(done.rows_in + done.rows_set_aside for done in extracts.values())
    with stages.stage("who is who") as stage:
        stage.rows = join_records(None).records
    with stages.stage("supported families") as stage:
        workers = {name: by_post[f"worker-{number}", Role.KEY_WORKER] for number, name in enumerate(names)}
        stage.rows = take_support(supported, manager=manager, workers=workers, place=PLACE, say=say)
    with stages.stage("referrals") as stage:
        senders: dict[str, Actor | None] = {
            source: by_post[name, Role.PARTNER_CONTACT] for source, name in SENDERS.items()
        }
        taken = list(take_referrals(folder.referrals(), senders=senders, front_door=screener, say=say))
        stage.rows = len(taken)
    with stages.stage("costs") as stage:
        stage.rows = post_costs(None).occurrences + post_support_costs(None).weeks
    with stages.stage("needs") as stage:
        day = max(cover.last_day for cover in folder.covers.values())
        stage.rows = write_needs(out / "needs.csv", screener.for_purpose(Purpose.MATCHING), day=day)
    with stages.stage("effect of support") as stage:
        stage.rows = write_effect(out / "effect.json", PLACE, say=say)
    with stages.stage("overview") as stage:
        stage.rows = write_overview(out / "overview.csv", PLACE, say=say)
    with stages.stage("results") as stage:
        stage.rows = write_records(out / "records.csv", extracts)
        stage.rows += write_referrals(out / "referrals.csv", taken)
        stage.rows += write_costs(out / "costs.csv")
    write_run(out / "run.json", stages)
    return stages


def describe(name: str, workers: Sequence[str]) -> House:
    """The smallest house that can take a place in: an agency of each kind that sends, a front door, a locality team.

    One practitioner an agency holds all of its posts; each key worker of the past is somebody of their own.
    """
    people = [
        Somebody("council@place.example", "council", "council", Role.SCREENER, PLACE, teams=("front-door",)),
        Somebody("council@place.example", "council", "council", Role.TEAM_MANAGER, PLACE, teams=("locality",)),
    ]
    for kind in KINDS:
        email, desk = f"{kind}@place.example", (f"{kind}-desk",)
        people.append(Somebody(email, kind, kind, Role.PARTNER_CONTACT, PLACE, teams=desk))
        people.append(Somebody(email, kind, kind, Role.GOVERNANCE_LEAD, PLACE))
    people += [
        Somebody(f"worker-{number}@place.example", name, "council", Role.KEY_WORKER, PLACE)
        for number, name in enumerate(workers)
    ]
    return House(
        places=((PLACE, name or PLACE, PlaceKind.AUTHORITY),),
        bodies=tuple(Body(key, key.capitalize(), kind, PLACE, f"{key} desk") for key, kind in KINDS.items()),
        teams=(
            Standing("front-door", "Front door", TeamKind.FRONT_DOOR, PLACE, "council"),
            Standing("locality", "Locality team", TeamKind.LOCALITY, PLACE),
        ),
        people=tuple(people),
    )


def _first_day(folder: PlaceFolder, supported: Sequence[Supported]) -> date:
    """A day before anything that the folder tells of, from which everybody's post is held."""
    days = [cover.first_day for cover in folder.covers.values()] + [one.starts_on for one in supported]
    return min(days) - timedelta(days=1)
