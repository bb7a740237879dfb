"""Pure building blocks that know no database, no web and no clock.

Everything here is a value or a function of its arguments; import-linter keeps Django, engines and the
clock out. A module's rules are written with these and nothing else.
"""
