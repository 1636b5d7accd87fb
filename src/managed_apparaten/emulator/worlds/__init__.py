"""Worlds that a tenant can be seeded with."""
