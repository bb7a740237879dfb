"""Why can this person see or do this? The access tables of every module, told for one person, place or household."""
