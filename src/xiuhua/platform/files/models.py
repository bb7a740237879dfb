"""The table of evidence files. What they hold lies outside the database, sealed: ``contents.py``."""

from django.db import models

from xiuhua.platform.columns import KeyField
from xiuhua.platform.journal.tables import journalled


@journalled(root="id", subject="subject_id", sealed=("name",))
class StoredFile(models.Model):
    """A picture or document about one person or household; other records name it by id and digest.

    ``digest`` is keyed and covers subject and content; under it the content lies in the data folder. ``name`` is
    ciphertext under the subject's key. A removed file keeps its row; its content goes with the next sweep.
    """

    id = models.UUIDField(primary_key=True)
    subject_id = models.UUIDField(db_index=True)
    place_code = KeyField(max_length=12)
    name = models.TextField()
    digest = KeyField(max_length=32, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=40)
    kept_by = models.UUIDField(null=True)
    kept_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    version = models.UUIDField(null=True)

    class Meta:
        db_table = "files_stored"
