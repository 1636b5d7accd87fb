"""One file an Intune resource kind, nothing else; found by scanning this package."""
