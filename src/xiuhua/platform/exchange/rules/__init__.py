"""Pure decisions about imports: the states of a session and the place that it concerns."""
