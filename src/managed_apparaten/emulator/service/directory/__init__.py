"""Answer for Entra's objects: groups, members, conditional access."""
