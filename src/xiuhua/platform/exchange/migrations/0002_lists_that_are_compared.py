from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_import_sessions"),
    ]

    operations = [
        migrations.AddField(
            model_name="importsession",
            name="asked",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importsession",
            name="purpose",
            field=models.CharField(default="import", max_length=12),
        ),
    ]
