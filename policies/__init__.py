"""Gemeente Zilverdam, the example: its catalogue and lists are what `apparaten init` starts a new organisation with."""
