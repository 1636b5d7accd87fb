"""Use cases: wire the layers together and return values."""
