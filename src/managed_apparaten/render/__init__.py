"""Plans, diagnostics and explanations as text for people and JSON for machines."""
