"""Pure decisions about places, people and posts."""
