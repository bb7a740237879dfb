"""Pure decisions of the register."""
