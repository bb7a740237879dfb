"""A later version of the product, as an application: two tables of the register have grown by some columns.

``python -m support.later SOURCE TARGET`` migrates a filled database to it, works on, and replays it into another.
"""
