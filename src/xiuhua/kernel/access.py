"""Who may do what: one table per module, from which the checks and their tests are generated."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xiuhua.kernel.text import Text


class Role(StrEnum):
    """The roles of posts. A role says nothing without a territory."""

    ADMINISTRATOR = "administrator"
    PREFECTURE_OFFICER = "prefecture_officer"
    COUNTY_OFFICER = "county_officer"
    ORGANISATION_DEPARTMENT = "organisation_department"
    TOWNSHIP_OFFICER = "township_officer"
    GROUP_LEADER = "group_leader"
    GROUP_MEMBER = "group_member"
    ATTENDEE = "attendee"
    AUDITOR = "auditor"


ROLE_NAMES: Mapping[Role, Text] = {
    Role.ADMINISTRATOR: Text("系统管理员", "administrator"),
    Role.PREFECTURE_OFFICER: Text("市级干部", "prefecture officer"),
    Role.COUNTY_OFFICER: Text("县级干部", "county officer"),
    Role.ORGANISATION_DEPARTMENT: Text("组织部门", "organisation department"),
    Role.TOWNSHIP_OFFICER: Text("乡镇干部", "township officer"),
    Role.GROUP_LEADER: Text("组长", "group leader"),
    Role.GROUP_MEMBER: Text("组员", "group member"),
    Role.ATTENDEE: Text("列席人员", "attendee"),
    Role.AUDITOR: Text("审计人员", "auditor"),
}


@dataclass(frozen=True, slots=True)
class Access:
    """Which roles may use a command or a query, inside their own territories, and why.

    ``everybody`` marks what people do with their own account, who need no post for it.
    """

    roles: frozenset[str]
    reason: Text
    everybody: bool = False

    def allows(self, roles: frozenset[str]) -> bool:
        """Say whether somebody who holds these roles may, as far as roles decide."""
        return self.everybody or not self.roles.isdisjoint(roles)

    def who(self) -> dict[str, str]:
        """Return who may, in words, as the values of a refusal."""
        return {"who_zh": self.reason.zh, "who_en": self.reason.en}

    @classmethod
    def of(cls, *roles: Role, zh: str, en: str) -> "Access":
        """Build an entry of a module's table."""
        return cls(frozenset(role.value for role in roles), Text(zh, en))

    @classmethod
    def of_all_but(cls, *roles: Role, zh: str, en: str) -> "Access":
        """Build an entry for whoever holds a post, a few roles excepted."""
        return cls.of(*(role for role in Role if role not in roles), zh=zh, en=en)

    @classmethod
    def of_everybody(cls, *, zh: str, en: str) -> "Access":
        """Build an entry for what everybody may do, with any post or none."""
        return cls(frozenset(role.value for role in Role), Text(zh, en), everybody=True)
