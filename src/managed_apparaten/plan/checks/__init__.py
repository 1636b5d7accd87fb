"""Check a plan: one module for each kind of mistake or risk."""
