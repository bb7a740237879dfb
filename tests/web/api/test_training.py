"""By the API alone: a need is said, a course answers it, and only the member says that it was enough."""

from typing import Any

from support.cast import TODAY, Cast, fresh
from xiuhua.kernel.ids import derived_id


def carried_out(ask: Any, login: str, code: str, **payload: Any) -> Any:
    (receipt,) = ask(login, "POST", "/commands", [{"code": code, "id": str(fresh()), **payload}]).json()
    return receipt


def test_a_need_is_met_by_the_api(cast: Cast, ask: Any) -> None:
    zone, need, course = cast.zones["A1"], str(fresh()), fresh()
    member = cast.own["member"]["membership"]
    said = {"group_id": str(zone["group"]), "need_id": need, "member_id": str(member), "since": str(TODAY)}
    told = carried_out(ask, "member", "groups.tell_training_need", **said, subject="law", words="想学调解")
    assert told["outcome"] == "accepted"
    path = f"/places/{zone.place_code}/training"
    (listed,) = [each for each in ask("township", "GET", path).json()["needs"] if each["id"] == need]
    assert (listed["subject"]["zh"], listed["words"], listed["course_id"]) == ("法律和矛盾调解", "想学调解", None)
    assert ask("county", "GET", path).json()["needs"] == []
    terms = {
        "title": "怎么调解",
        "subject": "law",
        "hours": 3,
        "venue": "村委会",
        "organiser_id": str(zone.organisation),
    }
    days = {"first_on": str(TODAY), "last_on": str(TODAY)}
    plan = {"place_code": zone.place_code, "course_id": str(course), "need_ids": [need], **terms, **days}
    assert carried_out(ask, "township", "groups.plan_course", **plan)["outcome"] == "accepted"
    answers = [{"member_id": str(member), "came": "present"}]
    record = {"course_id": str(course), "answers": answers}
    assert carried_out(ask, "township", "groups.record_course", **record)["outcome"] == "accepted"
    seat = str(derived_id(course, "seat", str(member)))
    say = {"course_id": str(course), "seat_id": seat, "enough": True, "useful": "会劝了"}
    refused = carried_out(ask, "leader", "groups.say_of_course", **say)
    assert [each["code"] for each in refused["problems"]] == ["course_of_another"]
    assert carried_out(ask, "member", "groups.say_of_course", **say)["result"]["met"] is True
    (seen,) = ask("department", "GET", f"/courses/{course}").json()["members"]
    assert (seen["came"], seen["enough"], seen["useful"]) == (True, True, "会劝了")
    told = ask("auditor", "GET", f"/courses/{course}").json()
    assert (told["title"], told["state"], told["members"]) == ("怎么调解", "held", [])
    assert need not in {each["id"] for each in ask("township", "GET", path).json()["needs"]}
