from django.db import migrations, models

import passerelle.networks.rules


def say_terms_again(apps, editor):
    """What a search asks of the terms of affiliations that began before."""
    Affiliation = apps.get_model("networks", "Affiliation")
    for affiliation in Affiliation.objects.select_related("network"):
        default = passerelle.networks.rules.Terms.read(affiliation.network.default_terms)
        terms = default.with_deviations(affiliation.deviations)
        Affiliation.objects.filter(pk=affiliation.pk).update(**passerelle.networks.rules.searched_terms(terms))


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0002_modes_never_change"),
        ("spaces", "0002_spaces_are_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="affiliation",
            name="free_days",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="included",
            field=models.CharField(blank=True, editable=False, max_length=160),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="way",
            field=models.CharField(
                choices=[("drop_in", "drop in"), ("notice", "notice"), ("request", "request")],
                default=passerelle.networks.rules.Way["REQUEST"],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["space", "until"], name="affiliation_by_space"),
        ),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["network", "until", "free_days"], name="affiliation_by_free_days"),
        ),
        migrations.RunPython(say_terms_again, migrations.RunPython.noop),
    ]
