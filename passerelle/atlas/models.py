"""What is kept of the world: towns, and the names that towns and countries go by."""

from django.db import models

from passerelle.kit.places import Point


class Town(models.Model):
    """A town of GeoNames under its number there, with the name it is mostly known by."""

    id = models.PositiveBigIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()
    time_zone = models.CharField(max_length=64)
    population = models.PositiveIntegerField()

    class Meta:
        ordering = ("-population", "id")
        indexes = (
            models.Index(fields=("latitude", "longitude"), name="town_by_place"),
            models.Index(fields=("-population", "id"), name="town_by_population"),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"

    @property
    def point(self) -> Point:
        """Its middle, as GeoNames has it."""
        return Point(self.latitude, self.longitude)


class PlaceName(models.Model):
    """A name, folded, that a town goes by in some language or alphabet; of a country where there is no town.

    `backwards` is the same name read from its end: a typing error spares one half of a name, and an index finds either.
    """

    folded = models.CharField(max_length=80, db_index=True)
    backwards = models.CharField(max_length=80, db_index=True)
    town = models.ForeignKey(Town, models.CASCADE, null=True, related_name="names")
    country = models.CharField(max_length=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("town", "folded"), condition=models.Q(town__isnull=False), name="town_has_a_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.folded


class Edition(models.Model):
    """Which edition of GeoNames the atlas was filled from, and with how many towns."""

    version = models.CharField(max_length=40)
    towns = models.PositiveIntegerField()
    filled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"GeoNames {self.version}: {self.towns}"
