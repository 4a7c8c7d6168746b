"""Hand-written claims: a family's facts, the day, and by hand what can be claimed and why not, for every framework."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.vocabulary import Need
from outcomes.claiming import FamilyFacts, NeedFacts
from outcomes.sustained import Break, Measured

N = Need
TF2012, TFE2015, SF2022, FH2026 = (
    "troubled-families-2012", "troubled-families-2015", "supporting-families-2022", "family-help-2026",
)  # fmt: skip


def need(name: Need, *measured: tuple[date, bool], in_plan: bool = True) -> NeedFacts:
    """A need, and when it was measured as met or not."""
    return NeedFacts(name, tuple(Measured(on, met) for on, met in measured), in_plan)


def met(name: Need, *day: int, in_plan: bool = True) -> NeedFacts:
    """A need found met on one day and never measured again."""
    return need(name, (date(*day), True), in_plan=in_plan)  # type: ignore[arg-type]


def family(*needs: NeedFacts, **facts: object) -> FamilyFacts:
    """A family with a child, a key worker and a whole-family assessment, never claimed for, unless told otherwise."""
    told = {
        "has_child": True, "identified": frozenset(), "key_worker": True, "assessed": True, "breaks": {}, "claimed": {},
    } | facts  # fmt: skip
    return FamilyFacts(needs=needs, **told)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Case:
    """One claim by hand. `gbp` is None where nothing can be claimed; `missing` are words of all the reasons."""

    name: str
    framework: str
    on: date
    facts: FamilyFacts
    gbp: str | None
    missing: tuple[str, ...] = ()
    result: str = ""

    @property
    def pounds(self) -> Decimal | None:
        return None if self.gbp is None else Decimal(self.gbp)


THREE = (met(N.SAFETY, 2024, 1, 10), met(N.HOUSING, 2024, 2, 1), met(N.MONEY, 2024, 2, 15))
ARREST = Break(date(2024, 3, 5), date(2024, 3, 5), "an arrest")
NOTICE = Break(date(2024, 5, 1), date(2024, 5, 1), "a possession notice")
PLAN = Break(date(2024, 6, 1), None, "a child protection plan")

CASES = (
    Case("three needs held six months", SF2022, date(2024, 8, 15), family(*THREE), "800"),
    Case("the last of them a day short", SF2022, date(2024, 8, 14), family(*THREE), None,
         ("Work and money: held since 15 February 2024; can be claimed on 15 August 2024.",)),
    Case("two needs where three are asked for", SF2022, date(2024, 12, 1), family(*THREE[:2]), None,
         ("It shows 2 of the 3 headline needs",)),
    Case("a third by what partners told", SF2022, date(2024, 12, 1),
         family(*THREE[:2], identified=frozenset({"6", "9", "10"})), "800"),
    Case("no child", SF2022, date(2024, 12, 1), family(*THREE, has_child=False), None, ("No child",)),
    Case("no key worker", SF2022, date(2024, 12, 1), family(*THREE, key_worker=False), None, ("No key worker",)),
    Case("not all assessed", SF2022, date(2024, 12, 1), family(*THREE, assessed=False), None,
         ("The whole family is not assessed",)),
    Case("a need outside the plan", SF2022, date(2024, 12, 1),
         family(*THREE[:2], met(N.MONEY, 2024, 2, 15, in_plan=False)), None,
         ("Work and money: no goal of the plan is under it.",)),
    Case("a need never met", SF2022, date(2024, 12, 1), family(*THREE, need(N.HEALTH)), None,
         ("Health: its outcome is not met yet.",)),
    Case("measured as not met at first, then met", SF2022, date(2024, 12, 1),
         family(*THREE, need(N.HEALTH, (date(2023, 9, 1), False), (date(2024, 3, 1), True))), "800"),
    Case("measured as lost again", SF2022, date(2024, 12, 1),
         family(*THREE, need(N.HEALTH, (date(2024, 3, 1), True), (date(2024, 7, 2), False))), None,
         ("Health: broken by measured on 2 July 2024 as not met any longer.",)),
    Case("lost and won again: the clock starts anew", SF2022, date(2024, 12, 1),
         family(*THREE, need(N.HEALTH, (date(2024, 1, 1), True), (date(2024, 5, 2), False), (date(2024, 8, 1), True))),
         None, ("Health: held since 1 August 2024; can be claimed on 1 February 2025.",)),
    Case("found met twice: the first counts", SF2022, date(2024, 9, 1),
         family(*THREE, need(N.HEALTH, (date(2024, 1, 1), True), (date(2024, 8, 1), True))), "800"),
    Case("an event restarts the clock", SF2022, date(2024, 8, 20), family(*THREE, breaks={"9": (NOTICE,)}), None,
         ("Housing: held since 2 May 2024, restarted by a possession notice on 1 May 2024; can be claimed on "
          "2 November 2024.",)),
    Case("and then has held again", SF2022, date(2024, 11, 2), family(*THREE, breaks={"9": (NOTICE,)}), "800"),
    Case("an event before it was met breaks nothing", SF2022, date(2024, 8, 20),
         family(*THREE, breaks={"9": (Break(date(2024, 1, 20), date(2024, 1, 20), "a possession notice"),)}), "800"),
    Case("an event under another headline breaks nothing here", SF2022, date(2024, 8, 20),
         family(*THREE, breaks={"7": (ARREST,)}), "800"),
    Case("a spell that goes on", SF2022, date(2024, 12, 1), family(*THREE, breaks={"6": (PLAN,)}), None,
         ("broken by a child protection plan on 1 June 2024, which goes on.",)),
    Case("what happens after the day is not known on it", SF2022, date(2024, 8, 15),
         family(*THREE, breaks={"9": (Break(date(2024, 8, 16), date(2024, 8, 16), "an eviction"),)}), "800"),
    Case("school must hold two terms", SF2022, date(2024, 12, 1),
         family(*THREE, met(N.EDUCATION, 2024, 4, 30)), None,
         ("Education: held since 30 April 2024; can be claimed on 30 December 2024.",)),
    Case("and does", SF2022, date(2024, 12, 30), family(*THREE, met(N.EDUCATION, 2024, 4, 30)), "800"),
    Case("the last day of the framework", SF2022, date(2025, 3, 31), family(*THREE), "800"),
    Case("the day after its end", SF2022, date(2025, 4, 1), family(*THREE), None, ("ended on 31 March 2025",)),
    Case("claimed once already", SF2022, date(2024, 12, 1), family(*THREE, claimed={SF2022: date(2024, 9, 1)}), None,
         ("It was claimed under Supporting Families 2022 on 1 September 2024.",)),
    Case("claimed under another framework", SF2022, date(2024, 12, 1),
         family(*THREE, claimed={TFE2015: date(2019, 9, 1)}), "800"),
    Case("held from a day that the later month has not", SF2022, date(2024, 2, 29),
         family(met(N.SAFETY, 2023, 8, 31), met(N.HOUSING, 2023, 8, 1), met(N.MONEY, 2023, 8, 1)), "800"),
    Case("every problem, six months", TFE2015, date(2018, 7, 1),
         family(met(N.CRIME, 2018, 1, 1), met(N.HEALTH, 2018, 1, 1)), "800", result="progress"),
    Case("school a whole year", TFE2015, date(2018, 7, 1),
         family(met(N.CRIME, 2018, 1, 1), met(N.EDUCATION, 2018, 1, 1)), None,
         ("Education: held since 1 January 2018; can be claimed on 1 January 2019.",), result="progress"),
    Case("work alone, whatever else is not met", TFE2015, date(2018, 7, 1),
         family(need(N.CRIME), met(N.MONEY, 2018, 1, 1)), "800", result="work"),
    Case("one of the six problems", TFE2015, date(2018, 7, 1), family(met(N.MONEY, 2018, 1, 1)), None,
         ("It shows 1 of the 2 headline needs",), result="work"),
    Case("nobody asks for a plan", TFE2015, date(2018, 7, 1),
         family(met(N.CRIME, 2018, 1, 1, in_plan=False), met(N.HEALTH, 2018, 1, 1), key_worker=False), "800",
         result="progress"),
    Case("crime half a year and school a whole one", TF2012, date(2014, 6, 1),
         family(met(N.CRIME, 2013, 12, 1), met(N.EDUCATION, 2013, 6, 1), need(N.MONEY)), "2300",
         result="crime-and-education"),
    Case("the year's own payment", TF2012, date(2013, 6, 1),
         family(met(N.CRIME, 2012, 12, 1), met(N.EDUCATION, 2012, 6, 1), need(N.MONEY)), "1500",
         result="crime-and-education"),
    Case("continuous work pays the whole result", TF2012, date(2014, 3, 31),
         family(need(N.CRIME), need(N.EDUCATION), met(N.MONEY, 2013, 9, 1)), "1600", result="work"),
    Case("two filters of three", TF2012, date(2014, 6, 1),
         family(met(N.CRIME, 2013, 12, 1), met(N.EDUCATION, 2013, 6, 1)), None, ("It shows 2 of the 3 headline needs",),
         result="crime-and-education"),
    Case("a local filter counts as the third", TF2012, date(2014, 6, 1),
         family(met(N.CRIME, 2013, 12, 1), met(N.EDUCATION, 2013, 6, 1), need(N.HOUSING)), "2300",
         result="crime-and-education"),
    Case("before it begins", TF2012, date(2012, 3, 31),
         family(met(N.CRIME, 2011, 1, 1), met(N.EDUCATION, 2011, 1, 1), need(N.MONEY)), None,
         ("begins on 1 April 2012", "names no payment"), result="crime-and-education"),
    Case("a framework without payments", FH2026, date(2026, 11, 1), family(*THREE), None,
         ("pays for no result: progress is reported",)),
)  # fmt: skip
