"""Who acts at the terminal: the local operator, who may do everything and is named as such in the journal."""

from xiuhua.kernel.actors import Actor


def operator() -> Actor:
    """Return the local operator of the command line."""
    return Actor(person_id=None, door="command_line", operator=True, label="operator")
