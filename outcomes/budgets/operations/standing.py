"""What every step of the money rooms begins with: who may take it, in which place, and words and sums that can be kept.

Who keeps money sees no family by it: their places are those inside their own.
"""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place, Post
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotAllowed, NotFound
from agencies.selectors.posts import live_on
from cases.operations.live_case import needed_words
from outcomes.budgets.vocabulary import MAY_WRITE
from outcomes.costing.money import NOUGHT, pounds

MOST = Decimal("999999999.99")
LONGEST_HEADING = 200
WHO_MAY = "Budgets, business cases, agreements and plans are kept by commissioners and claims officers."


def check_may_write(actor: Actor) -> None:
    """Raises NotAllowed for anybody else."""
    if actor.role not in MAY_WRITE:
        raise NotAllowed(WHO_MAY)


def own_place(actor: Actor, path: str) -> Place:
    """The actor's own place or a part of it; refused otherwise, whether there is such a place or not."""
    check_may_write(actor)
    place = Place.objects.filter(path=path).first()
    if place is None or not lies_inside(path, actor.place):
        raise Invalid(_("Choose your own place or a part of it."), field="place")
    return place


def check_own(actor: Actor, path: str) -> None:
    """Somebody of another place cannot tell that there is anything here."""
    if not lies_inside(path, actor.place):
        raise NotFound(path)
    check_may_write(actor)


def live_post(key: int | None, place: Place, words: str, field: str) -> Post:
    """A post held today whose place meets this one; otherwise a refusal that begins with `words`."""
    post = (
        Post.objects.filter(live_on(timezone.localdate()), pk=key).select_related("practitioner", "place").first()
        if key
        else None
    )
    if post is None or not (lies_inside(place.path, post.place.path) or lies_inside(post.place.path, place.path)):
        raise Invalid(words, field=field)
    return post


def heading_of(words: str, what: str, field: str, *, longest: int = LONGEST_HEADING) -> str:
    """One line of words that must be there."""
    kept = " ".join(needed_words(words, what, field).split())
    if len(kept) > longest:
        raise Invalid(
            _("Shorten %(what)s to %(longest)s characters; it has %(kept)s.")
            % {"what": what, "longest": longest, "kept": len(kept)},
            field=field,
        )
    return kept


def sum_of(gbp: Decimal, what: str, field: str, *, nought: bool = False) -> Decimal:
    """Pounds and pence above nought (or nought, where told so), and no larger than can be kept."""
    if gbp < NOUGHT or (gbp == NOUGHT and not nought) or gbp != pounds(gbp):
        raise Invalid(
            (
                _("%(what)s must be pounds and pence, such as 1250.00.")
                if nought
                else _("%(what)s must be pounds and pence above nought, such as 1250.00.")
            )
            % {"what": what},
            field=field,
        )
    if gbp > MOST:
        raise Invalid(
            _("%(what)s is too large: it can be £%(most)s at most.") % {"what": what, "most": format(MOST, ",")},
            field=field,
        )
    return pounds(gbp)
