"""Decisions become desired resources: plain Graph JSON plus the reason for every field."""
