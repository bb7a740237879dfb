"""Tables of work: what firms offer, what somebody looks for, and pairs of the two with the consent of both."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xiuhua.needs.models.needs import Match, Need
from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="id", sealed=("contact",))
class Vacancy(models.Model):
    """Posts that a firm offers to the people of a place, as the firm states them.

    ``distance`` is how far the work is from that place, ``until`` the last day on which somebody can be proposed.
    ``contact`` names a person of the firm and is sealed under the vacancy's own key.
    """

    id = models.UUIDField(primary_key=True)
    place_code = KeyField(max_length=12)
    firm_id = models.UUIDField()
    title = models.CharField(max_length=80)
    trade = models.CharField(max_length=40)
    workplace = models.CharField(max_length=80)
    distance = models.CharField(max_length=20)
    wage = models.CharField(max_length=120)
    skill = models.CharField(max_length=40, blank=True)
    posts = models.IntegerField()
    listed_on = models.DateField()
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    contact = models.TextField(blank=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "needs_vacancy"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_code", "firm_id", "title"],
                name="needs_vacancy_once",
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(name="needs_vacancy_posts", condition=Q(posts__gte=1)),
            models.CheckConstraint(
                name="needs_vacancy_period", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("listed_on"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["place_code", "trade"], name="needs_vacancy_place")]


@journalled(root="need_id")
class Wish(models.Model):
    """What work somebody looks for: it stands beside the need, whose words are the wish's words.

    ``skills`` are codes with blanks between them; ``reach`` is how far the person would go.
    """

    id = models.UUIDField(primary_key=True)
    need = models.OneToOneField(Need, models.PROTECT, related_name="wish")
    place_code = KeyField(max_length=12)
    trade = models.CharField(max_length=40)
    reach = models.CharField(max_length=20)
    free_from = models.DateField(null=True)
    skills = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "needs_wish"


@journalled(root="need_id", subject="subject_id", sealed=("firm_said_by",))
class Job(models.Model):
    """A vacancy proposed to somebody: what a match with a firm holds besides, namely the consent of both sides.

    ``person_agreed_by`` is who spoke for the person, ``paper`` where it was said with the household's code.
    ``firm_said_by`` is who spoke for the firm. Once a side withdrew, neither side is shown the other any more.
    """

    id = models.UUIDField(primary_key=True)
    need = models.ForeignKey(Need, models.PROTECT, related_name="jobs")
    match = models.OneToOneField(Match, models.PROTECT, related_name="job")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="jobs")
    place_code = KeyField(max_length=12)
    subject_id = models.UUIDField()
    person_agreed_on = models.DateField(null=True)
    person_agreed_by = models.CharField(max_length=20, blank=True)
    person_agreed_how = models.CharField(max_length=20, blank=True)
    firm_agreed_on = models.DateField(null=True)
    firm_agreed_how = models.CharField(max_length=20, blank=True)
    firm_said_by = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_side = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "needs_job"
