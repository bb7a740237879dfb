"""Indexes by which the newest entries of a stream, a kind or a batch are read without sorting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["stream", "id", "batch"], name="journal_entry_newest"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["stream", "code", "id", "batch"], name="journal_entry_kind"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["batch", "stream", "id"],
                name="journal_entry_batch_newest",
                condition=models.Q(batch__isnull=False),
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="journal_entry_batch"),
    ]
