"""YAML in, a checked `PolicySet` out: every value knows where it stands, every fault is reported at once."""
