"""The commands of this module, for the list that site installs."""

from xiuhua.platform.accounts.commands.closing import (
    DEACTIVATE_PERSON,
    REOPEN_PERSON,
    DeactivatePerson,
    ReopenPerson,
)
from xiuhua.platform.accounts.commands.organisations import ADD_ORGANISATION, AddOrganisation
from xiuhua.platform.accounts.commands.own import (
    ISSUE_TOKEN,
    PASSWORD_SET,
    REVOKE_TOKEN,
    SET_LANGUAGE,
    IssueToken,
    PasswordSet,
    RevokeToken,
    SetLanguage,
)
from xiuhua.platform.accounts.commands.people import (
    ADD_PERSON,
    CHANGE_PERSON,
    AddPerson,
    ChangePerson,
)
from xiuhua.platform.accounts.commands.places import CLOSE_PLACE, NAME_PLACE, ClosePlace, NamePlace
from xiuhua.platform.accounts.commands.posts import APPOINT, END_POST, Appoint, EndPost
from xiuhua.platform.accounts.commands.second_step import (
    REMOVE_SECOND_STEP,
    SET_SECOND_STEP,
    RemoveSecondStep,
    SetSecondStep,
)

COMMAND_TYPES = (
    NAME_PLACE,
    CLOSE_PLACE,
    ADD_ORGANISATION,
    ADD_PERSON,
    CHANGE_PERSON,
    DEACTIVATE_PERSON,
    REOPEN_PERSON,
    APPOINT,
    END_POST,
    SET_LANGUAGE,
    PASSWORD_SET,
    SET_SECOND_STEP,
    REMOVE_SECOND_STEP,
    ISSUE_TOKEN,
    REVOKE_TOKEN,
)

__all__ = [
    "COMMAND_TYPES",
    "AddOrganisation",
    "AddPerson",
    "Appoint",
    "ChangePerson",
    "ClosePlace",
    "DeactivatePerson",
    "EndPost",
    "IssueToken",
    "NamePlace",
    "PasswordSet",
    "RemoveSecondStep",
    "ReopenPerson",
    "RevokeToken",
    "SetLanguage",
    "SetSecondStep",
]
