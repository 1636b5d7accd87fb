"""Rules become decisions per role, app and platform; losing rules are kept."""
