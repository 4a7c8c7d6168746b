"""The demo place, Ashworth: made-up households, the files their partners would send, and families at every step."""
