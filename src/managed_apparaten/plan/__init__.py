"""Desired and observed become a plan: data that renderers and apply are the only ones to see."""
