"""Which files speak to families and to whoever refers one."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FACING = (
    "lintel/templates/base.html",
    "lintel/templates/4*.html",
    "lintel/templates/500.html",
    "lintel/templates/problem.html",
    "lintel/templates/accessibility.html",
    "lintel/templates/layouts/form.html",
    "lintel/templates/account/*.html",
    "lintel/templates/mfa/*.html",
    "lintel/templates/ui/header.html",
    "lintel/templates/ui/footer.html",
    "lintel/templates/ui/language.html",
    "lintel/templates/ui/exit_this_page.html",
    "lintel/templates/ui/error_summary.html",
    "lintel/templates/ui/warning_text.html",
    "lintel/templates/ui/messages.html",
    "lintel/templates/ui/service_navigation.html",
    "lintel/templates/ui/form/*.html",
    "lintel/form_parts.py",
    "lintel/templatetags/ui.py",
    "agencies/forms/fields.py",
    "agencies/forms/wording.py",
    "agencies/forms/sign_in.py",
    "cases/forms/own_plan.py",
    "cases/views/own_plan.py",
    "cases/intake/forms/refer.py",
    "cases/intake/forms/people.py",
    "cases/intake/selectors/sent.py",
    "cases/intake/views/refer.py",
    "cases/templates/cases/linked_plan.html",
    "cases/templates/cases/family/_own_plan.html",
    "cases/templates/cases/family/own_plan_pdf.html",
    "cases/templates/cases/intake/ask_for_help.html",
    "cases/templates/cases/intake/go_on.html",
    "cases/templates/cases/intake/help_asked.html",
    "cases/templates/cases/intake/help_kept.html",
    "cases/templates/cases/intake/what_happened.html",
    "cases/templates/cases/intake/refer.html",
    "cases/templates/cases/intake/sent.html",
    "cases/templates/cases/intake/_people_forms.html",
)
"""Files whose every message has its Welsh."""


def files() -> list[Path]:
    """The files, each once."""
    return sorted({path for pattern in FACING for path in ROOT.glob(pattern)})
