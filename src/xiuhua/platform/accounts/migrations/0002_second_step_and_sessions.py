"""Two-step sign-in, sessions that know whose they are, and failed sign-ins without what was typed."""

from typing import Any, ClassVar

from django.db import migrations, models

KEPT_IN_CLEAR = ("AccessAttemptExpiration", "AccessAttempt", "AccessFailureLog", "AccessLog")


def forget_what_was_typed(apps: Any, editor: Any) -> None:
    """Delete the sign-ins that were kept with the login as it was typed, and the address."""
    for name in KEPT_IN_CLEAR:
        apps.get_model("axes", name).objects.using(editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_places_people_and_posts"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations: ClassVar = [
        migrations.RunPython(forget_what_was_typed, migrations.RunPython.noop),
        migrations.RunSQL("DROP TABLE IF EXISTS django_session", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("account_id", models.UUIDField(db_index=True, null=True)),
            ],
            options={
                "db_table": "accounts_session",
            },
        ),
        migrations.AddField(
            model_name="account",
            name="code_secret",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="account",
            name="code_step",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="account",
            name="recovery_digests",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="account",
            name="second_step",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="account",
            name="second_step_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="second_step_changed",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("login", models.CharField(max_length=32)),
                ("address", models.CharField(max_length=32)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "indexes": [models.Index(fields=["login", "at"], name="failure_of_login")],
            },
        ),
    ]
