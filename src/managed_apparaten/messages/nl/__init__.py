"""Texts in this language, one module an area; each has a `TEXTS` mapping from key to text or Entry."""
