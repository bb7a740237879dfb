from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0009_rule_book"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="leave",
            index=models.Index(fields=["account_id", "state"], name="groups_leave_account"),
        ),
    ]
