"""The second factor's secrets are sealed under the key from outside, as everything else is."""

from agencies.sign_in import FactorAdapter
from datasharing.keys.outside import FACTOR, open_words, seal_words


class SealedFactorAdapter(FactorAdapter):
    """What the sign-in library keeps of a second factor, never plain."""

    def encrypt(self, text: str) -> str:
        """A secret as the database holds it."""
        return seal_words(FACTOR, text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Unreadable, and so no sign-in, when somebody wrote one that was not sealed."""
        return open_words(FACTOR, encrypted_text)
