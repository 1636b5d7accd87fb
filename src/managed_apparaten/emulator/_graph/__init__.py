"""Packaged data of the embedded tenant: Graph metadata, its overlay and the settings catalog extract."""
