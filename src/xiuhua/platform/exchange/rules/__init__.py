"""Pure decisions about imports: the states of a session."""
