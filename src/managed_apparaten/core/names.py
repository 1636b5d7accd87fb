"""When two names mean the same thing in a tenant."""


def folded(name: str) -> str:
    """The form in which names of groups and scope tags are compared: the directory takes upper and lower case for the same.

    https://learn.microsoft.com/graph/filter-query-parameter (`eq` on strings of the directory is case-insensitive)
    """
    return name.lower()
