from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0007_leave"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="moved",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="meeting",
            name="moved_on",
            field=models.DateField(default=None, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="move_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["set_by", "state"], name="groups_task_setter"),
        ),
    ]
