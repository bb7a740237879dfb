"""Every numbered problem of the product, from the catalogues of its modules."""

from functools import cache
from pathlib import Path

import xiuhua
from xiuhua.kernel.refusals import RefusalCatalogue


@cache
def catalogue() -> RefusalCatalogue:
    """Return the catalogue of all modules. Raise ``ValueError`` where two share a number or a code."""
    words = RefusalCatalogue()
    for path in sorted(Path(xiuhua.__path__[0]).glob("**/refusals.yaml")):
        words.load(path)
    return words
