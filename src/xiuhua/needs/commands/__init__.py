"""The commands of this module, for the list that site installs."""

from xiuhua.needs.commands.agreements import agreement_types
from xiuhua.needs.commands.commitments import promising_types
from xiuhua.needs.commands.commitments_kept import kept_types
from xiuhua.needs.commands.delivering import delivering_types
from xiuhua.needs.commands.expert_days import expert_day_types
from xiuhua.needs.commands.expert_days_seats import seat_types
from xiuhua.needs.commands.jobs import job_types
from xiuhua.needs.commands.letters import letter_types
from xiuhua.needs.commands.meeting import meeting_types
from xiuhua.needs.commands.paper import paper_types
from xiuhua.needs.commands.services import service_types
from xiuhua.needs.commands.telling import telling_types
from xiuhua.needs.commands.vacancies import vacancy_types
from xiuhua.needs.commands.wishes import wish_types
from xiuhua.platform.journal.contract import CommandType

_NEEDS: tuple[CommandType, ...] = (*service_types(), *telling_types(), *meeting_types(), *delivering_types())
_WORK: tuple[CommandType, ...] = (*vacancy_types(), *wish_types(), *job_types(), *agreement_types(), *letter_types())
_PROMISED: tuple[CommandType, ...] = (*promising_types(), *kept_types(), *expert_day_types(), *seat_types())
COMMAND_TYPES: tuple[CommandType, ...] = (*_NEEDS, *paper_types(), *_WORK, *_PROMISED)
