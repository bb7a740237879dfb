"""Another master key in the place of the present one, while others go on working."""
