"""A practitioner who reads Welsh reads it on every page of a family: what stays in English is what somebody wrote."""

import inspect
import re

from django.db.models import TextChoices
from django.urls import reverse

import agencies.vocabulary
import datasharing.vocabulary
from tests.cast import sign_in
from tests.world_casework import contacted, with_meeting

PAGES = (
    "family", "genogram", "needs", "plan", "meetings", "contacts", "chronology", "team", "safety", "services", "tasks",
    "documents", "ecomap", "record_need", "add_action", "record_contact", "call_meeting", "review", "add_member",
    "record_kinship", "give_task", "record_consent", "judge", "responsibility", "add_document", "why",
)  # fmt: skip
HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\b[a-z]{2,}\b")
WRITTEN = re.compile(
    r"^&ensp;$|@example\.org$| Cast\b|^The Orme family$|^Locality team north$|^What was seen of \w+, by a visit\.$"
    r"|^:? ?(Rent paid on time|Every day at school by Easter|Walk to school together|Draw up a budget"
    r"|Meet the head of year):?$|^(We can do this if we go one step at a time|Go on as planned|Everybody spoke"
    r"|I like the breakfast club|We talked about mornings|Ring the school on Monday"
    r"|Several needs at once, and nobody holds them together)\.$"
)
"""What somebody wrote in this world, and names."""
OF_OTHER_APPS = {
    str(words).replace("'", "&#x27;")
    for module in (agencies.vocabulary, datasharing.vocabulary)
    for _name, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, TextChoices)
    for words in kind.labels
} | {"Your own agency supplied this."}
"""What `agencies` and `datasharing` say: each has a catalogue of its own."""


def _said(page):
    body = HIDDEN.sub(" ", page.content.decode())
    return {" ".join(part.split()) for part in TAG.sub("\0", body).split("\0")} - {""}


def test_a_key_worker_reads_every_page_of_a_family_in_welsh(cast, client):
    world = with_meeting(cast, contacted(cast))
    sign_in(client, cast.key_worker)
    left = {}
    for name in PAGES:
        address = reverse(f"cases:{name}", args=[world.reference])
        english = client.get(address)
        client.cookies["django_language"] = "cy"
        welsh = client.get(address)
        del client.cookies["django_language"]
        assert (name, english.status_code, welsh.status_code) == (name, 200, 200)
        same = {part for part in _said(english) & _said(welsh) if WORD.search(part) and not WRITTEN.search(part)}
        left[name] = sorted(same - OF_OTHER_APPS)
    assert left == {name: [] for name in PAGES}
