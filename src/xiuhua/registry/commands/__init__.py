"""What can be wished of the register, one file per kind of wish."""

from xiuhua.platform.journal.contract import CommandType
from xiuhua.registry.commands.access_report import access_report_types
from xiuhua.registry.commands.comparisons import comparison_types
from xiuhua.registry.commands.consents import consent_types
from xiuhua.registry.commands.corrections import correction_types
from xiuhua.registry.commands.erasing import erasing_types
from xiuhua.registry.commands.household_answers import household_answer_types
from xiuhua.registry.commands.ledger import ledger_types
from xiuhua.registry.commands.likeness import likeness_types
from xiuhua.registry.commands.members import member_types
from xiuhua.registry.commands.plots import plot_types
from xiuhua.registry.commands.questions import question_types
from xiuhua.registry.commands.record import record_type
from xiuhua.registry.commands.renewing import renewing_types
from xiuhua.registry.commands.reveal import reveal_types
from xiuhua.registry.commands.snapshots import snapshot_types
from xiuhua.registry.commands.villages import village_types

COMMAND_TYPES: tuple[CommandType, ...] = (
    record_type(),
    *member_types(),
    *question_types(),
    *ledger_types(),
    *plot_types(),
    *village_types(),
    *reveal_types(),
    *comparison_types(),
    *snapshot_types(),
    *erasing_types(),
    *correction_types(),
    *renewing_types(),
    *consent_types(),
    *access_report_types(),
    *likeness_types(),
    *household_answer_types(),
)
