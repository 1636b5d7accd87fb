"""Time limits of tests: guards against a hang, never a measure of speed."""

HANG = 600
"""Seconds after which something that must come is taken to never come. On a machine that is hundreds of times slower it still comes."""
