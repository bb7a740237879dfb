"""Places and organisations."""

from support.cast import TODAY
from support.declared import Sample
from support.standing import at_place, new

SAMPLES = {
    "accounts.add_organisation": Sample(
        lambda s: {
            "organisation_id": new("organisation"),
            "name": "新设的单位",
            "kind": "office",
            "place_code": s.zone.place_code,
            "external_source": "test",
        },
        {"external_code": lambda s: s.zone.organisation_code},
    ),
    "accounts.close_place": Sample(
        lambda s: {"place_code": s.zone.place_code, "valid_to": str(TODAY)},
        {"successor_code": at_place},
    ),
    "accounts.name_place": Sample(
        lambda s: {"place_code": s.zone.place_code, "name": "改了名的村"},
        {"predecessor_code": at_place},
    ),
}

NATIONWIDE = {
    "accounts.add_organisation external_code": "a credit code is given once in the country and names the same firm",
}
