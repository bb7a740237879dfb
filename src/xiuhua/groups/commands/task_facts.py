"""What the commands about tasks read before they decide, and what a group's people may do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.facts import Places, acting
from xiuhua.groups.models import Member, Relation, Task, WorkGroup
from xiuhua.groups.models.tasks import SEALED
from xiuhua.groups.texts import opened, sealed
from xiuhua.kernel.access import Role
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.facts import posts_of
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Context
from xiuhua.platform.journal.tables import spec_of

TABLE: Final = Task._meta.db_table
LEADS: Final = frozenset({Role.GROUP_LEADER.value})
_DOING: Final = COMMANDS["groups.take_task"].roles
ENTRUSTED: Final = frozenset({Role.TOWNSHIP_OFFICER.value})


class OfTask(Protocol):
    """A command about one task."""

    @property
    def task_id(self) -> UUID:
        """The task's id."""


def places_of_tasks(commands: Sequence[OfTask]) -> Places:
    """Return the village of each task."""
    codes = dict(Task.objects.filter(id__in={each.task_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.task_id],) if each.task_id in codes else None for each in commands]


@dataclass(slots=True)
class Facts:
    """Groups with their relations and present people, and who of others may be given a task of theirs."""

    context: Context
    groups: Mapping[UUID, WorkGroup]
    relations: Mapping[UUID, list[Relation]]
    people: Mapping[UUID, set[UUID]]
    posts: Mapping[UUID, set[str]]

    @classmethod
    def read(cls, group_ids: set[UUID], owners: Iterable[UUID | None], context: Context) -> "Facts":
        """Read what concerns these groups, and the posts of the people named as owners."""
        using, on = context.using, context.today
        relations: dict[UUID, list[Relation]] = {each: [] for each in group_ids}
        people: dict[UUID, set[UUID]] = {each: set() for each in group_ids}
        for relation in Relation.objects.using(using).filter(group_id__in=group_ids):
            relations[relation.group_id].append(relation)
        present = Member.objects.using(using).filter(group_id__in=group_ids, valid_to=None)
        for group, account in present.values_list("group_id", "account_id"):
            people[group].add(account)
        held = posts_of({each for each in owners if each is not None}, using=using)
        posts = {
            account: {post.place_code for post in some if post.period.holds(on) and post.role in _DOING}
            for account, some in held.items()
        }
        return cls(context, WorkGroup.objects.using(using).in_bulk(group_ids), relations, people, posts)

    def standing(self, group_id: UUID) -> tuple[Problem, ...]:
        """Return why the actor can give or judge no tasks of a group: it is over, or the township not entrusted."""
        return acting(self.groups[group_id], self.relations[group_id], self.context)

    def owner_problem(self, group_id: UUID, owner: UUID) -> tuple[Problem, ...]:
        """Return the refusal of an owner who neither belongs to the group nor holds a post over its village."""
        over_village = set(chain(self.groups[group_id].place_code))
        if owner in self.people[group_id] or over_village & self.posts.get(owner, set()):
            return ()
        return (Problem("task_owner_not_here", "owner_id"),)

    def leads(self, group_id: UUID) -> bool:
        """Say whether the actor leads a group."""
        return self.context.actor.operator or self.context.actor.reaches(self.groups[group_id].place_code, LEADS)

    def may_change(self, task: Mapping[str, Any]) -> bool:
        """Say whether the actor may change or withdraw a task: its giver, the leader, the entrusted township."""
        actor = self.context.actor
        return (
            self.leads(task["group_id"])
            or (actor.person_id is not None and actor.person_id == task["set_by"])
            or actor.reaches(task["place_code"], ENTRUSTED)
        )


def tasks_by_id(commands: Iterable[OfTask], context: Context) -> Mapping[UUID, dict[str, Any]]:
    """Return the tasks that commands name with their texts as they are kept."""
    rows = Task.objects.using(context.using).filter(id__in={each.task_id for each in commands})
    return {row["id"]: row for row in rows.values(*spec_of(Task).fields)}


def texts_of(task: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return a task with its texts opened."""
    return opened(context.keyring, TABLE, [task], SEALED)[0]


def changed(task: Mapping[str, Any], after: Mapping[str, Any], context: Context, texts: Mapping[str, str]) -> Update:
    """Return the change of a task: plain columns as they are, texts sealed.

    Its state always is among them: nothing of a task is undone once it went on.
    """
    whole = {"state": task["state"], **after, **sealed(context.keyring, TABLE, task["subject_id"], texts)}
    kept = {name: value for name, value in whole.items() if name == "state" or task[name] != value}
    before = {name: task[name] for name in kept}
    return Update(Task, task["id"], task["id"], before, kept, subject=task["subject_id"])
