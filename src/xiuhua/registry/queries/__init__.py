"""Rows of the register as frozen read models; every public query takes the viewer."""
