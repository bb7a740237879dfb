from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0002_plans"),
    ]

    operations = [
        migrations.AlterField(
            model_name="helper",
            name="end_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="plan",
            name="drop_reason",
            field=models.TextField(blank=True),
        ),
    ]
