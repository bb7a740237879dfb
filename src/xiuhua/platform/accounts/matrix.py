"""A module's access table as text for its README, so that a test can tell when the two part."""

from collections.abc import Mapping

from xiuhua.kernel.access import ROLE_NAMES, Access, Role


def access_matrix(*tables: Mapping[str, Access]) -> str:
    """Return a Markdown table: one line for each command or query, one column for each role."""
    header = "| | " + " | ".join(ROLE_NAMES[role].en for role in Role) + " |"
    rule = "|---" * (len(Role) + 1) + "|"
    lines = [
        f"| `{name}` | " + " | ".join("●" if role.value in access.roles else "" for role in Role) + " |"
        for table in tables
        for name, access in table.items()
    ]
    return "\n".join([header, rule, *lines])
