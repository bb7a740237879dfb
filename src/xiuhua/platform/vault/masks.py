"""What is shown of a value that few may see. An untouched mask in a returned sheet means unchanged."""

DOT = "•"


def identity(number: str) -> str:
    """Mask an identity number: the county code and the last four stay readable.

    >>> identity("620199198808300153")
    '620199••••••••0153'
    """
    return number[:6] + DOT * 8 + number[14:18] + (DOT * (len(number) - 18)) if len(number) >= 18 else DOT * 8


def phone(number: str) -> str:
    """Mask a phone number: the first three and last two digits stay readable.

    >>> phone("13999595367")
    '139••••••67'
    """
    return number[:3] + DOT * 6 + number[-2:] if len(number) >= 8 else DOT * 6


def account(number: str) -> str:
    """Mask the number of a bank account: the last four digits stay readable.

    >>> account("6217995550001234561"), account("12345")
    ('••••••••4561', '••••••••')
    """
    return DOT * 8 + (number[-4:] if len(number) >= 8 else "")


def sealed(text: str) -> str:
    """Mask a value of whatever kind that is kept sealed: of a long one the ends stay readable, of a short one nothing.

    >>> sealed("13999595367"), sealed("长期慢性病")
    ('139••••••67', '••••••')
    """
    return text[:3] + DOT * (len(text) - 5) + text[-2:] if len(text) >= 8 else DOT * 6


def name(text: str) -> str:
    """Mask a name to its first character, for lists that may not name people.

    >>> name("何慧珍")
    '何••'
    """
    return text[:1] + DOT * (len(text) - 1)
