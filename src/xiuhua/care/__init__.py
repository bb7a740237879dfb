"""Help: who helps whom, what a household and its helper planned, what was done, and what came of it."""
