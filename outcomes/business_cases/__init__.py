"""Business cases: saved in versions, worked out, compared side by side, and approved by a second person."""
