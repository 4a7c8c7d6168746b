"""Who works in Ashworth, and in Brindle next door: every kind of agency, every role, all of it made up."""

from agencies.vocabulary import AgencyKind, PlaceKind, Role, TeamKind
from lintel.places.house import Body, House, Somebody, Standing

HERE, NORTH, SOUTH, ELSEWHERE = "ashworth", "ashworth/north", "ashworth/south", "brindle"
DOMAIN = "ashworth.example"
COUNCIL, POLICE, HEALTH, JOBCENTRE = "ashworth-council", "moorland-police", "ashworth-health", "ashworth-jobcentre"
HILL, DALE, HOMES, BRIDGE = "hill-school", "dale-school", "ashworth-homes", "bridge-project"
YOUTH, PROBATION, BRINDLE = "ashworth-youth-justice", "moorland-probation", "brindle-council"
TELEPHONE = "01632 960"

_BODIES = (
    (COUNCIL, "Ashworth Council", AgencyKind.COUNCIL, HERE),
    ("moorside-district", "Moorside District Council", AgencyKind.DISTRICT_COUNCIL, NORTH),
    (POLICE, "Moorland Police", AgencyKind.POLICE, HERE),
    (HEALTH, "Ashworth Health Trust", AgencyKind.HEALTH, HERE),
    (JOBCENTRE, "Jobcentre Plus Ashworth", AgencyKind.JOBCENTRE_PLUS, HERE),
    (PROBATION, "Moorland Probation", AgencyKind.PROBATION, HERE),
    (YOUTH, "Ashworth Youth Justice", AgencyKind.YOUTH_JUSTICE, HERE),
    (HOMES, "Ashworth Homes", AgencyKind.HOUSING, HERE),
    (HILL, "Hill School", AgencyKind.SCHOOL, NORTH),
    (DALE, "Dale Academy", AgencyKind.SCHOOL, SOUTH),
    ("moorland-fire", "Moorland Fire and Rescue", AgencyKind.FIRE, HERE),
    (BRIDGE, "The Bridge Project", AgencyKind.VOLUNTARY, HERE),
    ("way-to-work", "Way to Work", AgencyKind.EMPLOYMENT_PROVIDER, HERE),
    ("moorland-authority", "Moorland Combined Authority", AgencyKind.COMBINED_AUTHORITY, HERE),
    (BRINDLE, "Brindle Council", AgencyKind.COUNCIL, ELSEWHERE),
    ("brindle-school", "Brindle School", AgencyKind.SCHOOL, ELSEWHERE),
)
_TEAMS = (
    Standing("front-door", "Ashworth front door", TeamKind.FRONT_DOOR, HERE, COUNCIL),
    Standing(
        "panel",
        "Ashworth triage panel",
        TeamKind.PANEL,
        HERE,
        quorum=2,
        quorum_kinds=(AgencyKind.COUNCIL, AgencyKind.POLICE),
    ),
    Standing("locality-north", "Locality team north", TeamKind.LOCALITY, NORTH),
    Standing("locality-south", "Locality team south", TeamKind.LOCALITY, SOUTH),
    Standing("protection", "Child protection team", TeamKind.PROTECTION, HERE, COUNCIL),
    Standing("emergency-duty", "Emergency duty team", TeamKind.EMERGENCY_DUTY, HERE, COUNCIL),
    Standing("brindle-front-door", "Brindle front door", TeamKind.FRONT_DOOR, ELSEWHERE, BRINDLE),
)
_BOTH = ("locality-north", "locality-south")
# the part of the address before the @, name, agency, role, place, teams
_PEOPLE: tuple[tuple[str, str, str, Role, str, tuple[str, ...]], ...] = (
    ("key.worker", "Dawn Whitworth", COUNCIL, Role.KEY_WORKER, NORTH, ("locality-north",)),
    ("key.worker.2", "Tomasz Lis", BRIDGE, Role.KEY_WORKER, NORTH, ("locality-north",)),
    ("key.worker.3", "Grace Obi", COUNCIL, Role.KEY_WORKER, SOUTH, ("locality-south",)),
    ("key.worker.4", "Ruth Salter", HOMES, Role.KEY_WORKER, SOUTH, ("locality-south",)),
    ("screener", "Priya Nandra", COUNCIL, Role.SCREENER, HERE, ("front-door",)),
    ("duty.manager", "Colin Wardle", COUNCIL, Role.DUTY_MANAGER, HERE, ("front-door",)),
    ("panel.chair", "Helen Marsden", COUNCIL, Role.PANEL_CHAIR, HERE, ("panel",)),
    ("panel.member", "Sgt Neil Ashby", POLICE, Role.PANEL_MEMBER, HERE, ("panel",)),
    ("panel.health", "Yetunde Cole", HEALTH, Role.PANEL_MEMBER, HERE, ("panel",)),
    ("team.manager", "Moira Blake", COUNCIL, Role.TEAM_MANAGER, NORTH, ("locality-north",)),
    ("team.manager.south", "Peter Yeo", COUNCIL, Role.TEAM_MANAGER, SOUTH, ("locality-south",)),
    ("team.member", "Amir Sethi", BRIDGE, Role.TEAM_MEMBER, HERE, (*_BOTH, f"{BRIDGE}-desk")),
    ("police", "PC Lucy Garth", POLICE, Role.PARTNER_CONTACT, HERE, (*_BOTH, f"{POLICE}-desk")),
    ("health", "Wendy Ferris", HEALTH, Role.PARTNER_CONTACT, HERE, (*_BOTH, f"{HEALTH}-desk")),
    ("jobcentre", "Dev Chandra", JOBCENTRE, Role.PARTNER_CONTACT, HERE, (*_BOTH, f"{JOBCENTRE}-desk")),
    ("school", "Ngozi Okafor", HILL, Role.PARTNER_CONTACT, NORTH, ("locality-north", f"{HILL}-desk")),
    ("school.south", "Ian Prout", DALE, Role.PARTNER_CONTACT, SOUTH, ("locality-south", f"{DALE}-desk")),
    ("housing", "Carol Unwin", HOMES, Role.PARTNER_CONTACT, HERE, (*_BOTH, f"{HOMES}-desk")),
    ("youth.justice", "Leroy James", YOUTH, Role.PARTNER_CONTACT, HERE, (*_BOTH, f"{YOUTH}-desk")),
    ("social.worker", "Anna Keane", COUNCIL, Role.SOCIAL_WORKER, HERE, ("protection",)),
    ("emergency.duty", "Frank Tully", COUNCIL, Role.EMERGENCY_DUTY, HERE, ("emergency-duty",)),
    ("da.adviser", "Shireen Malik", BRIDGE, Role.DA_ADVISER, HERE, _BOTH),
    ("claims.officer", "Judith Pell", COUNCIL, Role.CLAIMS_OFFICER, HERE, ()),
    ("internal.auditor", "Robin Speight", COUNCIL, Role.INTERNAL_AUDITOR, HERE, ()),
    ("commissioner", "Fiona Adair", COUNCIL, Role.COMMISSIONER, HERE, ()),
    ("governance.lead", "Matthew Rees", COUNCIL, Role.GOVERNANCE_LEAD, HERE, ()),
    ("administrator", "Bev Holroyd", COUNCIL, Role.ADMINISTRATOR, HERE, ()),
    ("brindle.screener", "Owen Price", BRINDLE, Role.SCREENER, ELSEWHERE, ("brindle-front-door",)),
    ("brindle.school", "Kate Lowther", "brindle-school", Role.PARTNER_CONTACT, ELSEWHERE, ("brindle-school-desk",)),
)
_LEADS = ("governance.shared", "Ines Rowe")


def ashworth() -> House:
    """The whole description."""
    people = [
        Somebody(f"{name}@{DOMAIN}", words, agency, role, place, teams=teams)
        for name, words, agency, role, place, teams in _PEOPLE
    ]
    # The smaller agencies, and for the demonstration the larger ones too, share one information governance lead.
    people += [
        Somebody(f"{_LEADS[0]}@{DOMAIN}", _LEADS[1], agency, Role.GOVERNANCE_LEAD, place)
        for agency, _, _, place in _BODIES
        if agency != COUNCIL
    ]
    return House(
        places=(
            (HERE, "Ashworth", PlaceKind.AUTHORITY),
            (NORTH, "Ashworth North", PlaceKind.NEIGHBOURHOOD),
            (SOUTH, "Ashworth South", PlaceKind.NEIGHBOURHOOD),
            (ELSEWHERE, "Brindle", PlaceKind.AUTHORITY),
        ),
        bodies=tuple(
            Body(reference, name, kind, place, f"{name}, {TELEPHONE} {number:03}")
            for number, (reference, name, kind, place) in enumerate(_BODIES, 100)
        ),
        teams=_TEAMS,
        people=tuple(people),
    )
