"""What a log line leaves out: a name that was searched for stands in the query, and must not reach the log."""

from structlog.types import EventDict, WrappedLogger


def without_query(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The same line with the request's address cut at its question mark."""
    request = line.get("request")
    if isinstance(request, str):
        line["request"] = request.partition("?")[0]
    return line
