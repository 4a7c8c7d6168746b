"""The app's role is refused when it could step around the rules: superuser, BYPASSRLS, owner of the journal."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from lintel.setup.roles import why_refused


def refuse_a_powerful_role() -> None:
    """Raise ImproperlyConfigured, in words, when the database role may do what the app's role must not."""
    connection.ensure_connection()
    assert connection.connection is not None
    reasons = why_refused(connection.connection)
    if reasons:
        raise ImproperlyConfigured(
            "Lintel does not start: "
            + "; ".join(reasons)
            + ". The server works as the role <database>_app, which set-up makes (make run)."
        )
