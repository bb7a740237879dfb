"""An app with two kinds of slow jobs, for tests that kill the worker: one goes on by itself, one does not."""
