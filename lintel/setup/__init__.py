"""The steps from a fresh clone to a running house. Standard library only: a bare python3 runs them."""
