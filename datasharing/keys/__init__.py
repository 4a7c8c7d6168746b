"""Encryption, field by field: one random data key for each person and each family, wrapped by a key from outside.

`ciphers` is the arithmetic (pure), `wrapping` the keys from outside the database, `ring` the data keys at hand,
`rotation` wraps them anew. Models declare sealed fields (`datasharing/models/sealed.py`) and know nothing of these.
"""
