"""Who may see what, written a second time from the specification alone, in plain words and dictionaries.

It imports nothing of Lintel. `answer` takes a world as `worlds.py` makes it, an actor, a record and a day, and gives
the level and the number of the step that answered. Where it differs from the policy, one of the two leaks or hides.
"""

WHO_HOLDS = {
    "referral": ["screener", "duty_manager", "emergency_duty"],
    "asked": ["partner_contact", "team_member", "social_worker", "key_worker"],
    "panel": ["panel_chair", "panel_member"],
    "team": ["key_worker", "team_member", "partner_contact", "social_worker", "da_adviser"],
    "key_worker": ["key_worker"],
    "supervision": ["team_manager"],
    "protection": ["social_worker", "emergency_duty", "duty_manager"],
    "monitoring": ["claims_officer", "internal_auditor", "key_worker", "team_manager"],
}
EMERGENCY_ROLES = ["screener", "duty_manager", "team_manager", "social_worker", "emergency_duty"]
TELLS = ["domestic_abuse", "mental_health", "substance_use"]
PAID = ["voluntary", "employment_provider"]


def answer(world, actor, record, day):
    """("hidden" | "involvement" | "open", the step that answered)."""
    post = world["posts"][actor["post"]]
    family = world["families"][record["family"]]
    if day < post["from"] or (post["to"] is not None and day > post["to"]):
        return "hidden", 1
    if not inside(family["place"], post["place"]):
        return "hidden", 1
    mine = [grant for grant in world["grants"] if grant["family"] == record["family"] and running(grant, day)]
    for grant in mine:
        if grant["kind"] == "excluded" and keeps_out(world, grant, actor, day):
            return "hidden", 2
    closing = [one for one in world["restrictions"] if closes(one, actor, record, day)]
    if any(one["kind"] == "sealed" for one in closing):
        return "hidden", 3
    reaches = []
    asked_about = set()
    for grant in mine:
        if held_by(world, grant, actor, family, day) and post["role"] in WHO_HOLDS.get(grant["kind"], []):
            reaches.append(grant["kind"])
            if grant["kind"] == "asked":
                asked_about |= set(grant["asked_about"])
    best, step = "hidden", 8 if reaches else 4
    if reaches:
        for rule in world["rules"]:
            level = rule_gives(world, rule, actor, record, reaches, asked_about, day)
            if higher(level, best):
                best, step = level, 5
        if record["supplier"] == post["agency"] and any(reach not in ("asked", "monitoring") for reach in reaches):
            if best != "open":
                step = 6
            best = "open"
    if closing and best == "open":
        best, step = "involvement", 3
        if record["category"] in TELLS and not everybody_agreed(world, record, day, None):
            best = "hidden"
    if best != "open" and emergency_opens(world, actor, record, mine, family, day):
        return "open", 7
    return best, step


def inside(place, where):
    return place == where or place.startswith(where + "/")


def running(row, day):
    return row["from"] <= day and (row["to"] is None or day < row["to"])


def keeps_out(world, grant, actor, day):
    if grant["post"] is not None:
        return world["posts"][grant["post"]]["person"] == world["posts"][actor["post"]]["person"]
    return on_team(world, grant["team"], actor, day)


def on_team(world, team, actor, day):
    return any(
        one["team"] == team and one["post"] == actor["post"] and one["from"] <= day
        and (one["to"] is None or day <= one["to"])
        for one in world["memberships"]
    )  # fmt: skip


def held_by(world, grant, actor, family, day):
    if grant["post"] is not None:
        return grant["post"] == actor["post"]
    return on_team(world, grant["team"], actor, day) and inside(family["place"], world["teams"][grant["team"]]["place"])


def closes(restriction, actor, record, day):
    if restriction["subject"] not in record["subjects"] or not running(restriction, day):
        return False
    if any(name["post"] == actor["post"] and running(name, day) for name in restriction["named"]):
        return False
    if restriction["kind"] == "sealed" and "identity" in restriction["categories"]:
        return True
    return record["category"] in restriction["categories"]


def higher(one, other):
    order = ["hidden", "involvement", "open"]
    return order.index(one) > order.index(other)


def speaks_of(rule, record, actor):
    return (
        rule["supplier_kind"] == record["supplier_kind"]
        and rule["category"] == record["category"]
        and rule["purpose"] == actor["purpose"]
    )


def receiver_signed(world, rule, actor, record, day):
    """Whether somebody who may receive under this rule, for this actor, has signed; None where it is not for them."""
    agreement = world["agreements"][rule["agreement"]]
    agency = world["posts"][actor["post"]]["agency"]
    kind = world["agencies"][agency]["kind"]
    signed = [who for who, when in agreement["signed"].items() if when is not None and when <= day]
    if rule["receiver_kind"] == kind:
        return agency in signed
    if rule["onward"] == "funded_provider" and kind in PAID:
        payers = paying(world, rule, agency, day)
        return any(payer in signed for payer in payers) if payers else None
    if rule["onward"] == "subject_consent" and everybody_agreed(world, record, day, agency):
        return bool(signed)
    return None


def paying(world, rule, agency, day):
    return [
        one["payer"]
        for one in world["funding"]
        if one["provider"] == agency
        and one["from"] <= day <= one["to"]
        and world["agencies"][one["payer"]]["kind"] == rule["receiver_kind"]
    ]


def agreement_stands(world, rule, actor, record, day):
    """Signed by both, inside its dates, not suspended; and where it is for paid providers, the provider is paid."""
    agreement = world["agreements"][rule["agreement"]]
    supplier = agreement["signed"].get(record["supplier"])
    if supplier is None or supplier > day or agreement["suspended"]:
        return False
    if not agreement["from"] <= day <= agreement["to"]:
        return False
    agency = world["posts"][actor["post"]]["agency"]
    if rule["onward"] == "funded_provider" and rule["receiver_kind"] in PAID and not paying(world, rule, agency, day):
        return False
    return bool(receiver_signed(world, rule, actor, record, day))


def rule_gives(world, rule, actor, record, reaches, asked_about, day):
    role = world["posts"][actor["post"]]["role"]
    if not speaks_of(rule, record, actor) or role not in rule["roles"]:
        return "hidden"
    by = [reach for reach in reaches if reach in rule["reaches"]]
    if not by:
        return "hidden"
    if set(by) == {"asked"} and (not record["subjects"] or not set(record["subjects"]) <= asked_about):
        return "hidden"
    if not agreement_stands(world, rule, actor, record, day):
        return "hidden"
    wants = rule["needs_consent"] or (rule["level"] == "involvement" and record["category"] in TELLS)
    if wants and not everybody_agreed(world, record, day, None):
        return "hidden"
    return rule["level"]


def everybody_agreed(world, record, day, onward_to):
    """Everybody whom the record is about has a yes that stands: to the category itself, or to passing it on."""
    if not record["subjects"]:
        return False
    for subject in record["subjects"]:
        standing = [
            one
            for one in world["consents"]
            if one["subject"] == subject
            and one["category"] == record["category"]
            and one["onward_to"] == onward_to
            and running(one, day)
            and (one["lapses"] is None or day < one["lapses"])
        ]
        if not any(one["agrees"] for one in standing):
            return False
    return True


def emergency_opens(world, actor, record, grants, family, day):
    post = world["posts"][actor["post"]]
    taken = [
        one
        for one in grants
        if one["kind"] == "emergency" and held_by(world, one, actor, family, day)
        and record["category"] in one["categories"]
    ]  # fmt: skip
    if not taken or post["role"] not in EMERGENCY_ROLES:
        return False
    if record["supplier"] == post["agency"]:
        return True
    return any(
        speaks_of(rule, record, actor) and rule["level"] == "open" and agreement_stands(world, rule, actor, record, day)
        for rule in world["rules"]
    )
