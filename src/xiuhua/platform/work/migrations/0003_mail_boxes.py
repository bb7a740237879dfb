import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_second_step_and_sessions"),
        ("work", "0002_readings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailBox",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.TextField()),
                ("pace", models.CharField(max_length=10)),
                ("confirmed", models.DateTimeField(null=True)),
                ("code", models.CharField(blank=True, default="", max_length=64)),
                ("code_until", models.DateTimeField(null=True)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
                ("asked_on", models.DateField(null=True)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("told_up_to", models.DateTimeField(null=True)),
                ("written_on", models.DateField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("failed_at", models.DateTimeField(null=True)),
                ("failed_why", models.CharField(blank=True, default="", max_length=20)),
                ("next_try", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "work_mail_box",
            },
        ),
    ]
