"""Loading the rulebook that ships: gateways, and agreements as drafts. Run twice, nothing changes."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from agencies.actor import Actor
from agencies.models import Agency
from agencies.operations import journal
from datasharing.models import Agreement, Gateway, Party, Rule
from datasharing.operations.agreements import BATCH, draft_agreement, rule_of
from datasharing.rulebook import RULEBOOK, AgreementRow, agreements, gateways
from datasharing.vocabulary import Event


@dataclass(frozen=True)
class Loaded:
    """What a loading changed: agreements drafted, rewritten, and left as they were signed; parties added."""

    drafted: tuple[str, ...]
    rewritten: tuple[str, ...]
    kept_as_signed: tuple[str, ...]
    parties_added: int


@transaction.atomic
def load_rulebook(actor: Actor | None, path: Path = RULEBOOK) -> Loaded:
    """Draft every agreement of the file between all agencies of the kinds that its rules speak of.

    A draft is rewritten where the file has changed. What anybody has signed keeps the rules that they signed. An
    unreadable file raises RulebookUnreadable before anything is written.
    """
    rows = agreements(path)
    _load_gateways()
    by_kind = list(Agency.objects.order_by("reference").values_list("pk", "reference", "kind"))
    drafted, rewritten, kept, added = [], [], [], 0
    for row in rows:
        wanted = {pk: reference for pk, reference, kind in by_kind if kind in row.kinds}
        agreement = Agreement.objects.select_for_update().filter(reference=row.reference).first()
        if agreement is None:
            draft_agreement(actor, row, agencies=wanted.values())
            drafted.append(row.reference)
            continue
        missing = wanted.keys() - set(agreement.parties.values_list("agency_id", flat=True))
        Party.objects.bulk_create([Party(agreement=agreement, agency_id=pk) for pk in sorted(missing)])
        added += len(missing)
        if _as_written(agreement, row):
            continue
        if agreement.parties.filter(signed_at__isnull=False).exists():
            kept.append(row.reference)
        else:
            _rewrite(agreement, row)
            rewritten.append(row.reference)
    loaded = Loaded(tuple(drafted), tuple(rewritten), tuple(kept), added)
    if drafted or rewritten or added:
        journal.record(
            actor,
            Event.RULEBOOK_LOADED,
            detail={"drafted": drafted, "rewritten": rewritten, "kept_as_signed": kept, "parties_added": added},
        )
    return loaded


def _load_gateways() -> None:
    rows = [
        Gateway(code=row.code, title=row.title, provision=row.provision, source=row.source, confidence=row.confidence)
        for row in gateways()
    ]
    fields = ["title", "provision", "source", "confidence"]
    Gateway.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)


def _as_written(agreement: Agreement, row: AgreementRow) -> bool:
    """Whether the agreement and its rules are word for word those of the file."""
    mine = (agreement.title, agreement.words, agreement.starts_on, agreement.ends_on, agreement.review_on)
    if mine != (row.title, row.words, row.starts_on, row.ends_on, row.review_on):
        return False
    return {_said(rule) for rule in agreement.rules.all()} == {_said(rule_of(agreement, rule)) for rule in row.rules}


def _said(rule: Rule) -> tuple[object, ...]:
    plain = (
        rule.supplier_kind, rule.category, rule.receiver_kind, rule.purpose, rule.level, rule.gateway_id,
        rule.needs_consent, rule.onward, rule.confidence,
    )  # fmt: skip
    lists = (tuple(sorted(map(str, held))) for held in (rule.roles, rule.reaches, rule.not_for))
    return (*(str(one) for one in plain), *lists)


def _rewrite(agreement: Agreement, row: AgreementRow) -> None:
    for name in ("title", "words", "starts_on", "ends_on", "review_on"):
        setattr(agreement, name, getattr(row, name))
    agreement.save()
    agreement.rules.all().delete()
    Rule.objects.bulk_create([rule_of(agreement, rule) for rule in row.rules], BATCH)
