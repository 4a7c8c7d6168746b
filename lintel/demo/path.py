"""The front half of the path in Ashworth: refer, match, ask, answer, list, decide, by the operations of the pages."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agencies.actor import Actor
from cases.intake.operations.confirm_match import NEW, confirm_match
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.give_information import give_information
from cases.intake.operations.list_for_panel import list_for_panel
from cases.intake.operations.record_basis import record_basis
from cases.intake.operations.request_information import request_information
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import read_report
from cases.intake.selectors.candidates import match_sheet
from cases.intake.supplies import supplied_by
from cases.vocabulary import Band, Decision, Intensity
from lintel.demo.arrivals import Arrival
from lintel.demo.house import DALE, HEALTH, HILL, HOMES, JOBCENTRE, NORTH, POLICE
from lintel.demo.households import Home
from lintel.demo.words import Voice, said

CONTACTS = {
    POLICE: "police", HEALTH: "health", JOBCENTRE: "jobcentre", HOMES: "housing", HILL: "school", DALE: "school.south",
}  # fmt: skip
ABOUT = {
    "education": "education", "needs": "", "crime": "crime", "domestic_abuse": "domestic_abuse",
    "physical_health": "health", "mental_health": "health", "substance_use": "substance", "housing": "housing",
    "work_and_benefits": "money",
}  # fmt: skip
"""Of which need each category of an answer tells."""


@dataclass(frozen=True)
class Walk:
    """A family on its way: what arrived, its referral's reference, its file's, where it lives, and whom it asked."""

    arrival: Arrival
    reference: str
    file: str = ""
    place: str = NORTH
    requests: tuple[tuple[str, int], ...] = ()

    @property
    def voice(self) -> Voice:
        """Speaks of its household."""
        return self.arrival.voice


class FrontHalf:
    """Takes families from the front door to a decision; `known` are the households of those whom it matched."""

    def __init__(self, actors: Mapping[str, Actor], dice: random.Random, now: datetime) -> None:
        self.actors, self.dice, self.now = actors, dice, now
        self.known: list[Home] = []

    def ago(self, days: int, hour: int = 10) -> datetime:
        """A moment of a working day about so many days ago; never one that has not come.

        What would fall on a weekend falls late on the Friday before, in the same order.
        """
        moment = timezone.localtime(self.now - timedelta(days=days))
        over = max(0, moment.weekday() - 4)
        minute = self.dice.randrange(50)
        if over:
            minute, hour = 30 * (over - 1) + hour, 17
        moment = moment.replace(hour=hour, minute=minute, second=0, microsecond=0) - timedelta(days=over)
        return min(moment, self.now - timedelta(minutes=self.dice.randrange(5, 50)))

    def place_of(self, arrival: Arrival) -> str:
        """The half of Ashworth in which a household lives."""
        return NORTH if arrival.home.number % 2 else "ashworth/south"

    def school_of(self, place: str) -> str:
        """The school of that half."""
        return HILL if place == NORTH else DALE

    def refer(self, arrival: Arrival, moment: datetime, *, sender: str = "") -> Walk:
        """A referral is received, from whoever would send it or from `sender`."""
        place = self.place_of(arrival)
        name = sender or (CONTACTS[self.school_of(place)] if arrival.sender == "school" else arrival.sender)
        report = read_report(arrival.raw, today=timezone.localdate(moment))
        door = "" if name else "front-door"
        sent = submit_referral(self.actors.get(name), report, to_front_door=door, on=moment)
        return Walk(arrival, sent.reference, place=place)

    def match(self, walk: Walk, moment: datetime) -> Walk:
        """The screener says who everybody is: whoever was suggested first, else somebody new."""
        screener = self.actors["screener"]
        sheet = match_sheet(screener, walk.reference)
        taken: set[str] = set()
        choices: dict[int, str] = {}
        for number, person in enumerate(sheet.people):
            words = str(person.candidates[0].subject) if person.candidates and person.band != Band.NEW else NEW
            choices[number] = NEW if words in taken else words
            taken.add(words)
        family = sheet.families[0].reference if sheet.families else ""
        made = confirm_match(
            screener,
            walk.reference,
            choices=choices,
            family=family,
            place="" if family else walk.place,
            on=moment,
        )
        self.known.append(walk.arrival.home)
        return Walk(walk.arrival, walk.reference, made.file, walk.place)

    def ask(self, walk: Walk, moment: datetime, agencies: Sequence[str] = ()) -> Walk:
        """The basis is recorded, and partners are asked about the first few people."""
        screener = self.actors["screener"]
        record_basis(screener, walk.reference, basis="agreed", reason=walk.voice.general("basis"))
        asked = list(agencies) or [
            self.dice.choice([POLICE, HEALTH]),
            self.school_of(walk.place),
            self.dice.choice([JOBCENTRE, HOMES]),
        ]
        requests = request_information(
            screener,
            walk.reference,
            agencies=asked,
            about=range(min(3, len(walk.arrival.raw["people"]))),
            question=walk.voice.general("question"),
            urgency="amber" if self.dice.random() < 0.3 else "",
            on=moment,
        )
        return Walk(walk.arrival, walk.reference, walk.file, walk.place, tuple(zip(asked, requests, strict=True)))

    def answer(
        self, walk: Walk, moment: datetime, *, how_many: int = 9, words: Mapping[str, str] | None = None
    ) -> None:
        """So many partners answer, each with what its kind supplies; `words` (by agency) are said instead."""
        for agency, request in walk.requests[:how_many]:
            actor = self.actors[CONTACTS[agency]]
            parts = {}
            for category in supplied_by(actor.kind):
                if words:
                    parts[str(category)] = words.get(agency, "")
                    break
                if ABOUT.get(category, "") in walk.arrival.needs:
                    parts[str(category)] = walk.voice.pick(said()["answer"][category])
            told = {category: text for category, text in parts.items() if text}
            give_information(actor, request, parts=told, nothing_known=not told, on=moment)
            moment = min(self.now, moment + timedelta(minutes=self.dice.randrange(20, 150)))

    def list(self, walk: Walk, moment: datetime) -> None:
        """On the panel's agenda."""
        list_for_panel(self.actors["screener"], walk.reference, on=moment)

    def open_case(self, walk: Walk, moment: datetime, *, intensity: str = Intensity.INTENSIVE, level: int = 3) -> None:
        """The panel opens a case; for advice the front door does."""
        who = "screener" if intensity == Intensity.ADVICE else "panel.chair"
        decide_triage(
            self.actors[who],
            walk.reference,
            decision=Decision.OPEN_CASE,
            level_of_need=level,
            intensity=intensity,
            reasons=walk.voice.general("reasons"),
            locality="locality-north" if walk.place == NORTH else "locality-south",
            present=[] if who == "screener" else [self.actors[one].post for one in ("panel.member", "panel.health")],
            on=moment,
        )

    def turn_away(self, walk: Walk, moment: datetime, *, signpost: bool) -> None:
        """The front door signposts a family, or takes no further action."""
        screener = self.actors["screener"]
        if signpost:
            service, why = self.dice.choice(said()["general"]["signposted"])
            decide_triage(
                screener,
                walk.reference,
                decision=Decision.SIGNPOST,
                reasons=walk.voice.fill(why),
                signposted_to=service,
                level_of_need=2,
                on=moment,
            )
            return
        why = walk.voice.general("no_action")
        decide_triage(screener, walk.reference, decision=Decision.NO_ACTION, reasons=why, level_of_need=1, on=moment)
