"""`python -m agencies.pdf_maker STYLESHEET < page.html > page.pdf`: a process of its own, so that a page with hostile
contents can take down nothing else, and so that no other process pays for loading what draws PDFs.

Fetches nothing: what a page shows stands in it, as text, SVG or `data:`.
"""

import sys

from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class NothingFromOutside(URLFetcher):
    """Opens `data:` addresses alone."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """What a `data:` address holds. Raises FatalURLFetchingError for any other."""
        if not url.startswith("data:"):
            raise FatalURLFetchingError("A printed page fetches nothing.")
        return super().fetch(url, headers)


def main(stylesheet: str) -> None:
    """Read a page on standard input and write it as a PDF, with its outline and tags for who cannot see it."""
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=NothingFromOutside())
    page.write_pdf(sys.stdout.buffer, stylesheets=[CSS(filename=stylesheet)], pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(sys.argv[1])
