"""Walks a plan: writes, verifies, keeps a journal."""
