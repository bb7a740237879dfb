"""Comparisons with a list of a department."""

from support.cast import TODAY
from support.declared import Page, Photo, Read, Sample, asked
from support.demo_records import VILLAGE
from support.standing import LATE, new
from xiuhua.registry.access import QUERIES

PARTS = {
    "comparison_id": lambda s: s.zone.comparison,
    "line_id": lambda s: s.zone.compared,
}

PAGES = (
    Page(
        "place-comparisons",
        (
            asked(8),
            asked(8, before=LATE),
        ),
        photos=(Photo("comparisons", "township", f"places/{VILLAGE}/comparisons"),),
    ),
    Page(
        "comparison-new",
        (asked(5),),
        form={"listed_on": "2018-06-10"},
        photos=(Photo("comparison-new", "township", f"places/{VILLAGE}/comparisons/new"),),
    ),
    Page(
        "comparison",
        (
            asked(14),
            asked(10, side="only_listed", open="1", after="0"),
        ),
        photos=(
            Photo("comparison", "leader", "comparisons/{comparison}?side=differing", main=True),
            Photo("comparison-listed", "township", "comparisons/{comparison}?side=only_listed"),
            Photo("comparison-wrong", "township", "comparisons/{comparison}?side=wrong"),
        ),
    ),
    Page(
        "comparison-line",
        (asked(14),),
        form={"result": "list_right"},
        photos=(Photo("comparison-line", "leader", "comparisons/{comparison}/lines/{compared}"),),
    ),
)

SAMPLES = {
    "registry.delete_comparison": Sample(lambda s: {"comparison_id": str(s.zone.comparison)}),
    "registry.handle_compared": Sample(
        lambda s: {"comparison_id": str(s.zone.comparison), "line_id": str(s.zone.compared), "result": "list_right"}
    ),
    "registry.record_comparison": Sample(
        lambda s: {
            "comparison_id": new("comparison"),
            "kind": "pupils",
            "place_code": s.zone.place_code,
            "listed_on": str(TODAY),
            "digest": "ab" * 16,
            "rows": 1,
            "lines": [{"side": "only_here", "place_code": s.zone.place_code}],
        },
        {
            "lines.0.household_id": lambda s: str(s.zone.household),
            "lines.0.person_id": lambda s: str(s.zone.child),
        },
    ),
}

READS = (
    Read("/comparisons", QUERIES["registry.comparisons"]),
    Read("/comparisons/{comparison_id}", QUERIES["registry.comparisons"]),
    Read("/comparisons/{comparison_id}/lines", QUERIES["registry.comparisons"]),
)

FIXED = {
    "side": "only_listed",
}

TOGETHER = {
    "line_id": "comparison_id",
}
