"""Pages of the register: each view asks one query or sends one command."""
