"""By the API alone: two people promised for every month, somebody comes, the village says so; an expert day."""

from datetime import timedelta
from typing import Any

from support.cast import TODAY, Cast, fresh


def carried_out(ask: Any, login: str, code: str, **payload: Any) -> Any:
    (receipt,) = ask(login, "POST", "/commands", [{"code": code, "id": str(fresh()), **payload}]).json()
    return receipt


def test_a_commitment_is_kept_by_the_api(cast: Cast, ask: Any) -> None:
    zone, commitment, coming = cast.zones["A1"], str(fresh()), str(fresh())
    what = {"kind": "farming", "what": "技术员驻村", "name": "两名技术员", "rhythm": "month", "each": 2}
    promised = {"place_code": zone.place_code, "commitment_id": commitment, "valid_from": str(TODAY), **what}
    assert carried_out(ask, "county", "needs.promise_village", **promised)["outcome"] == "accepted"
    came = {"commitment_id": commitment, "period": str(TODAY), "came_on": str(TODAY), "people": 2}
    said = {"who": "两名技术员", "what": "看了大棚"}
    assert carried_out(ask, "member", "needs.record_coming", coming_id=coming, **came, **said)["outcome"] == "accepted"
    told = ask("leader", "GET", f"/commitments/{commitment}").json()
    assert [each["mark"] for each in told["periods"]] == ["asked"]
    answer = {"commitment_id": commitment, "coming_id": coming, "came": True, "words": "来了"}
    by = {"answered_by": "village", "answered_on": str(TODAY)}
    refused = carried_out(ask, "member", "needs.confirm_coming", **answer, **by)
    assert [each["code"] for each in refused["problems"]] == ["commitment_confirmed_by_provider"]
    assert carried_out(ask, "township", "needs.confirm_coming", **answer, **by)["outcome"] == "accepted"
    told = ask("leader", "GET", f"/commitments/{commitment}").json()
    assert [(each["period"]["mark"], each["comings"][0]["words"]) for each in told["recorded"]] == [("kept", "来了")]
    listed = ask("leader", "GET", f"/places/{zone.place_code}/commitments").json()["commitments"]
    assert commitment in {each["id"] for each in listed}


def test_a_period_is_missed_and_made_up_by_the_api(cast: Cast, ask: Any) -> None:
    past = str(cast.zones["A1"]["past"])
    (period,) = ask("leader", "GET", f"/commitments/{past}").json()["periods"]
    assert period["mark"] == "unsaid"
    missed = {"commitment_id": past, "miss_id": str(fresh()), "period": period["first"]}
    wish = {"reason": "下雨", "next_on": str(TODAY)}
    assert carried_out(ask, "leader", "needs.record_miss", **missed, **wish)["outcome"] == "accepted"
    coming = str(fresh())
    came = {"commitment_id": past, "coming_id": coming, "period": period["first"], "came_on": str(TODAY), "people": 1}
    assert carried_out(ask, "leader", "needs.record_coming", who="大夫", what="补看", **came)["outcome"] == "accepted"
    answer = {"commitment_id": past, "coming_id": coming, "came": True, "words": "补上了", "answered_by": "village"}
    wish = {"answered_on": str(TODAY)}
    assert carried_out(ask, "township", "needs.confirm_coming", **answer, **wish)["outcome"] == "accepted"
    (told,) = ask("leader", "GET", f"/commitments/{past}").json()["recorded"]
    assert (told["period"]["mark"], told["period"]["missed"], told["reason"]) == ("made_up", True, "下雨")


def test_of_a_pairing_for_health_others_learn_only_that_there_is_one(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    path = f"/households/{zone.household}/pairings"
    (known,) = [each for each in ask("leader", "GET", path).json() if each["id"] == str(zone["pairing"])]
    assert known["what"]
    (told,) = [each for each in ask("prefecture", "GET", path).json() if each["id"] == str(zone["pairing"])]
    assert (told["sealed"], told["what"], told["name"], told["periods"]) == (True, "", "", [])
    assert ask("prefecture", "GET", f"/commitments/{zone['pairing']}").status_code == 404


def test_an_expert_day_by_the_api(cast: Cast, ask: Any) -> None:
    zone, day = cast.zones["A1"], str(cast.zones["A1"]["day"])
    ids = {"day_id": day, "need_id": str(zone["need_free"])}
    gathered = carried_out(ask, "leader", "needs.gather_need", match_id=str(fresh()), seat_id=str(fresh()), **ids)
    assert gathered["outcome"] == "accepted"
    assert carried_out(ask, "leader", "needs.record_seat", seen=True, what="讲了贷款", **ids)["outcome"] == "accepted"
    told = ask("leader", "GET", f"/expert-days/{day}").json()["needs"]
    assert {each["need_id"]: each["seen"] for each in told}[ids["need_id"]] is True
    answer = {"satisfied": True, "words": "听明白了", "answered_by": "self", "answered_on": str(TODAY)}
    confirmed = carried_out(ask, "township", "needs.confirm", need_id=ids["need_id"], **answer)
    assert confirmed["outcome"] == "accepted"
    terms = {"kind": "credit", "name": "又来一次", "hours": "9点", "venue": "村委会", "experts": "信贷员"}
    late = {"held_on": str(TODAY + timedelta(days=2)), "provider_id": str(zone.organisation), "day_id": str(fresh())}
    made = carried_out(ask, "county", "needs.announce_day", place_code=zone.place_code, **terms, **late)
    assert made["outcome"] == "accepted"
    listed = ask("auditor", "GET", f"/places/{zone.place_code}/expert-days").json()
    assert {"又来一次"} <= {each["name"] for each in listed}
