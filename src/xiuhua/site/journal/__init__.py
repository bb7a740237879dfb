"""The journal as people read it: what of it a viewer may see, in words, and whether it is whole.

It stands in site because it speaks of every module: who acted (accounts), on what (registry), by which command.
"""
