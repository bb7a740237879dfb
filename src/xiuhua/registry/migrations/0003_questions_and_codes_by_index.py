"""Indexes from which open questions are counted, and households are listed by code, without reading their rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_what_points_to_people_is_found")]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["code", "place_code"], name="registry_household_code_place"),
        ),
        migrations.RemoveIndex(model_name="household", name="registry_household_by_code"),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["place_code", "code", "field", "state", "household"],
                name="registry_question_open_in",
                condition=models.Q(state="open"),
            ),
        ),
        migrations.RemoveIndex(model_name="question", name="registry_question_open"),
    ]
