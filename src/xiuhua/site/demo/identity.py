"""Identity numbers that are valid and belong to nobody: the county code 620199 was never given to a county."""

from datetime import date

COUNTY_OF_NOBODY = "620199"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PER_DAY = 499
_STRIDE = 347


def check_character(seventeen: str) -> str:
    """Return the eighteenth character of an identity number (GB 11643) for its first seventeen digits.

    >>> check_character("62019919900101001")
    '0'
    """
    return _CHECKS[sum(weight * (ord(digit) - 48) for weight, digit in zip(_WEIGHTS, seventeen, strict=True)) % 11]


class IdentityNumbers:
    """Hands out numbers, never the same twice: at most 499 for each birthday and sex, in a scattered order."""

    def __init__(self) -> None:
        self._issued: dict[tuple[date, bool], int] = {}

    def issue(self, *, birth: date, male: bool) -> str:
        """Return a new number of 18 characters. Raise ``ValueError`` when the birthday is used up."""
        count = self._issued.get((birth, male), 0)
        if count >= _PER_DAY:
            raise ValueError(f"no identity numbers left for {birth.isoformat()}")
        self._issued[(birth, male)] = count + 1
        order = (birth.toordinal() * 149 + count * _STRIDE) % _PER_DAY + 1
        digits = f"{COUNTY_OF_NOBODY}{birth.year:04d}{birth.month:02d}{birth.day:02d}{2 * order - male:03d}"
        return digits + check_character(digits)
