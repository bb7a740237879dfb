"""Arguments that every page, query and operation may have and that name nothing."""

from support.cast import NOW, TODAY

FIXED = {
    "after": "6",
    "before": "99999999",
    "size": "50",
    "on": "2018-06-20",
    "year": "2017",
}

ALIKE = {
    "on": TODAY,
    "today": TODAY,
    "day": TODAY,
    "received_at": NOW,
    "at": NOW,
    "year": 2017,
    "after": None,
    "before": None,
    "past": None,
    "size": 50,
    "limit": 50,
    "kind": "",
    "language": "en",
}
