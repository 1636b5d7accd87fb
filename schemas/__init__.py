"""JSON Schemas of the files that people write and the tool writes, kept as package data."""
