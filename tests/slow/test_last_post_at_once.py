"""Two at once for the last post of a vacancy, or the last place of a service: one has it, the other is told."""

from uuid import UUID

from support.at_once import AtOnce
from support.groups_stage import organisations
from support.jobs_stage import beginning, carry, firm_agreeing, person_agreeing, proposing, taking_on, vacancy, wished
from support.needs_stage import answering, confirming, matching, service, told, triaging
from support.stage import done, fresh, registered
from xiuhua.needs.job_facts import taken_posts
from xiuhua.needs.models import Match
from xiuhua.platform.journal.undo import Undo

ROUNDS = 5
"""Vacancies over which two meet, so that it is met in more than one order."""

STANDING = organisations


def agreed(offered: UUID) -> UUID:
    need = wished(registered())
    done(proposing(need, offered), "leader")
    carry(person_agreeing(need), firm_agreeing(need))
    return need


def test_two_take_the_last_post(meet: AtOnce) -> None:
    for number in range(ROUNDS):
        with meet.opened():
            offered = vacancy(posts=1, title=f"帮工{number}")
            wishes = [taking_on(agreed(offered)) for _ in range(2)]
        answers = meet(*zip(("leader", "township"), wishes, strict=True))
        assert sorted(each["codes"] for each in answers) == [[], ["vacancy_full"]]
        with meet.opened():
            assert taken_posts([offered])[offered] == 1


def test_one_takes_the_post_that_another_gives_back(meet: AtOnce) -> None:
    """Whoever comes second is told, be it the one who takes it or the one who undoes that it was freed."""
    for number in range(ROUNDS):
        with meet.opened():
            offered = vacancy(posts=1, title=f"洗碗{number}")
            first = agreed(offered)
            carry(taking_on(first), beginning(first))
            left = confirming(first, satisfied=False)
            done(left, "township")
            taking = taking_on(agreed(offered))
        answers = meet(("township", Undo(id=fresh(), target=left.id)), ("leader", taking))
        assert sorted(each["codes"] for each in answers) in ([[], ["post_given_since"]], [[], ["vacancy_full"]])
        with meet.opened():
            assert taken_posts([offered])[offered] == 1


def test_two_take_the_last_place_of_a_service(meet: AtOnce) -> None:
    for number in range(ROUNDS):
        with meet.opened():
            offered = service(capacity=1, name=f"送农资{number}")
            needs = [told(registered()) for _ in range(2)]
            for need in needs:
                carry(triaging(need), matching(need, service_id=offered))
        answers = meet(*zip(("leader", "township"), map(answering, needs), strict=True))
        assert sorted(each["codes"] for each in answers) == [[], ["service_full"]]
        with meet.opened():
            assert Match.objects.filter(service_id=offered, accepted_on__isnull=False).count() == 1
