"""Kinds of organisations."""

from collections.abc import Mapping
from enum import StrEnum

from xiuhua.kernel.text import Text


class OrganisationKind(StrEnum):
    """What an organisation is, as far as this system has to tell."""

    OFFICE = "office"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    PARTY_ORGANISATION = "party_organisation"
    OTHER = "other"


KIND_NAMES: Mapping[OrganisationKind, Text] = {
    OrganisationKind.OFFICE: Text("机关", "office"),
    OrganisationKind.DEPARTMENT: Text("部门", "department"),
    OrganisationKind.ENTERPRISE: Text("企业", "enterprise"),
    OrganisationKind.PARTY_ORGANISATION: Text("党组织", "party organisation"),
    OrganisationKind.OTHER: Text("其他单位", "other organisation"),
}
