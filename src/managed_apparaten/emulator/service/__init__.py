"""Answer requests as Microsoft Graph does: routes, reading, writing, operations."""
