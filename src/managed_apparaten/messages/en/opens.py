"""What `tenant rules` says of permissions."""

TEXTS: dict[str, str] = {
    "cli.tenant.rules.permissions": "{routes} routes with the permissions that open them: {list} from Microsoft's list, {page} from a "
    "newer page, {near} as the object above them, {assumed} assumed.",
}
