"""What the API's description says of the two ways to be known to it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer TOKEN`, issued to a partner's system by the administrator of its agency."""

    target_class = "lintel.api_authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "The token of a partner's system; acts in one post."}


class PageScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a practitioner who has signed in to the pages."""

    target_class = "lintel.api_authentication.PageAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The session's cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A practitioner's own session."}
