"""Measure whom a plan affects, and refuse it above the limits of the organisation."""
