"""From a referral's reference to its file's, which is what the door opens."""

from cases.intake.models import InformationRequest, Referral

NO_FILE = "F0000000"
"""Looked up where there is no such referral, so that an outsider's question costs the same either way."""


def file_reference_of(referral: str) -> str:
    """The reference of the file that a referral is on; one that names nothing where there is no such referral."""
    found = Referral.objects.filter(reference=referral).values_list("file__reference", flat=True).first()
    return found or NO_FILE


def file_of(reference: str) -> str:
    """The reference of a file, given as its own or as that of a referral on it."""
    return file_reference_of(reference) if names_referral(reference) else reference


def names_referral(reference: str) -> bool:
    """Whether a reference is of a referral, and not of a file."""
    return reference.startswith("R")


def file_reference_of_request(request: int, agency: int) -> str:
    """The reference of the file that a request to this agency is about; one that names nothing for any other."""
    found = (
        InformationRequest.objects.filter(pk=request, agency_id=agency)
        .values_list("referral__file__reference", flat=True)
        .first()
    )
    return found or NO_FILE
