"""Which categories each kind of agency can tell about: the boxes of its answer. Pure."""

from agencies.vocabulary import AgencyKind
from datasharing.vocabulary import Category

SUPPLIES: dict[AgencyKind, tuple[Category, ...]] = {
    AgencyKind.COUNCIL: (Category.SOCIAL_CARE, Category.EDUCATION, Category.HOUSING, Category.NEEDS),
    AgencyKind.DISTRICT_COUNCIL: (Category.HOUSING, Category.NEEDS),
    AgencyKind.POLICE: (Category.CRIME, Category.DOMESTIC_ABUSE),
    AgencyKind.HEALTH: (Category.PHYSICAL_HEALTH, Category.MENTAL_HEALTH, Category.SUBSTANCE_USE),
    AgencyKind.JOBCENTRE_PLUS: (Category.WORK_AND_BENEFITS,),
    AgencyKind.PROBATION: (Category.CRIME, Category.DOMESTIC_ABUSE),
    AgencyKind.YOUTH_JUSTICE: (Category.CRIME,),
    AgencyKind.HOUSING: (Category.HOUSING,),
    AgencyKind.SCHOOL: (Category.EDUCATION, Category.NEEDS),
    AgencyKind.FIRE: (Category.NEEDS,),
    AgencyKind.VOLUNTARY: (Category.NEEDS, Category.DOMESTIC_ABUSE),
    AgencyKind.EMPLOYMENT_PROVIDER: (Category.WORK_AND_BENEFITS,),
    AgencyKind.COMBINED_AUTHORITY: (),
}


def supplied_by(kind: str) -> tuple[Category, ...]:
    """The boxes that an agency of this kind fills in; none for a kind not in the table."""
    return SUPPLIES.get(AgencyKind(kind), ())
