"""A room's rows lean only on rooms below it: foreign keys follow the storeys of the import contracts."""

import tomllib

import pytest
from django.apps import apps

from tests.house.walls import CHECKOUT

OUTSIDE = {"auth", "contenttypes"}
"""Django's own, which any model may lean on."""


def storeys() -> dict[str, int]:
    """Each room's storey, counted from below, as the import contracts draw the house."""
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["containers"] == ["passerelle"])
    return {room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def points_up(room: str, other: str) -> bool:
    """Whether a key from `room` to `other` leans on something that does not stand below."""
    heights = storeys()
    return room != other and heights[room] <= heights[other]


def keys() -> list[tuple[str, str, str]]:
    """Every foreign key of ours: what it is called, from which room, to which."""
    ours = storeys()
    return [
        (f"{model._meta.label}.{field.name}", model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
    ]


def test_keys_only_point_down() -> None:
    found = [name for name, room, other in keys() if other not in OUTSIDE and points_up(room, other)]
    assert not found


@pytest.mark.parametrize(
    ("room", "other", "up"),
    [
        ("people", "spaces", True),
        ("mail", "people", True),
        ("mail", "logbook", True),
        ("visits", "people", False),
        ("visits", "visits", False),
    ],
)
def test_a_key_that_points_up_is_found(room: str, other: str, *, up: bool) -> None:
    assert points_up(room, other) is up


def test_there_are_keys_to_look_at() -> None:
    assert keys()
