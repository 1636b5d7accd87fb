"""Answers requests for objects of Entra: groups, members, conditional access, security defaults."""
