"""A place and its parts, as a filter of the database: the same answer as `agencies.places.lies_inside`."""

from django.db.models import Q


def within(path: str, field: str) -> Q:
    """Rows whose place lies inside `path`. `field` leads to the place's path, "place__path" for example."""
    return Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
