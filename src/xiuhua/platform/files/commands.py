"""Keeping and removing evidence files. Their content has its own way: it is uploaded before, see ``bringing.py``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, ClassVar
from uuid import UUID

from django.conf import settings
from pydantic import Field

from xiuhua.kernel.commands import Command, PersonalText, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.files import contents, owners
from xiuhua.platform.files.access import COMMANDS
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.naming import Digest
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused, Unchanged

NAME_LENGTH = 120
NAME_LABEL = "files_stored.name"


class KeepFile(Command):
    """Keep an uploaded file about a person or household. Size and kind are those of its content, not the sender's."""

    code: ClassVar[str] = "files.keep"
    label: ClassVar[Text] = Text("上传材料", "keep a file")

    file_id: UUID
    subject_id: UUID
    digest: Annotated[
        Digest,
        Field(json_schema_extra={"label": {"zh": "内容的校验值", "en": "Digest of the content"}}),
        UsedBy("上传的回执里有", "the receipt of the upload, which tells it"),
    ]
    name: Annotated[
        PersonalText,
        Field(
            min_length=1,
            max_length=NAME_LENGTH,
            json_schema_extra={"label": {"zh": "文件名", "en": "Name of the file"}},
        ),
        UsedBy("打开材料的人", "whoever opens the file"),
    ]


class RemoveFile(Command):
    """Remove one's own file that no record names: its content is deleted for good."""

    code: ClassVar[str] = "files.remove"
    label: ClassVar[Text] = Text("删除材料", "remove a file")

    file_id: UUID


def _keep_places(commands: Sequence[KeepFile]) -> list[tuple[str, ...] | None]:
    known = owners.places_of({command.subject_id for command in commands})
    return [(known[each.subject_id],) if each.subject_id in known else None for each in commands]


def _keep(commands: Sequence[KeepFile], context: Context) -> list[Accepted | Refused]:
    places = owners.places_of({command.subject_id for command in commands}, using=context.using)
    context.keyring.load({command.subject_id for command in commands})
    return [_kept(command, places[command.subject_id], context) for command in commands]


def _kept(command: KeepFile, place_code: str, context: Context) -> Accepted | Refused:
    subject = command.subject_id
    content = contents.get(Path(settings.HOME), context.keyring, subject, command.digest)
    if content is None:
        return Refused((Problem("evidence_not_arrived", "digest"),))
    values = {
        "id": command.file_id,
        "subject_id": subject,
        "place_code": place_code,
        "name": context.keyring.seal(subject, NAME_LABEL, command.name),
        "digest": command.digest,
        "size": len(content.data),
        "media_type": content.media_type,
        "kept_by": context.actor.person_id,
        "kept_at": context.received_at,
        "removed_at": None,
    }
    told = {"file": str(command.file_id), "digest": command.digest, "media_type": content.media_type}
    return Accepted([Insert(StoredFile, values)], (place_code,), {**told, "size": len(content.data)})


def _remove_places(commands: Sequence[RemoveFile]) -> list[tuple[str, ...] | None]:
    rows = StoredFile.objects.filter(id__in=[command.file_id for command in commands])
    known = dict(rows.values_list("id", "place_code"))
    return [(known[each.file_id],) if each.file_id in known else None for each in commands]


def _remove(commands: Sequence[RemoveFile], context: Context) -> list[Accepted | Refused | Unchanged]:
    ids = [command.file_id for command in commands]
    rows = StoredFile.objects.using(context.using).in_bulk(ids)
    named = owners.named(ids)
    return [_removed(rows[file_id], file_id in named, context) for file_id in ids]


def _removed(file: StoredFile, named: bool, context: Context) -> Accepted | Refused | Unchanged:
    actor = context.actor
    if not actor.operator and file.kept_by != actor.person_id:
        return Refused((Problem("not_found"),))
    if named:
        return Refused((Problem("evidence_in_use", "file_id"),))
    if file.removed_at is not None:
        return Unchanged()
    change = Update(
        StoredFile, file.id, file.id, {"removed_at": None}, {"removed_at": context.received_at}, file.subject_id
    )
    return Accepted([change], (file.place_code,))


def _file_record(commands: Sequence[RemoveFile]) -> set[tuple[type[StoredFile], UUID]]:
    return {(StoredFile, command.file_id) for command in commands}


COMMAND_TYPES: tuple[CommandType, ...] = (
    CommandType(KeepFile, _keep, _keep_places, COMMANDS["files.keep"], undoable=False),
    CommandType(
        RemoveFile, _remove, _remove_places, COMMANDS["files.remove"], find_records=_file_record, undoable=False
    ),
)
