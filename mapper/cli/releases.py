"""Options of how much may leave, gathered into `Wishes`."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from mapper.release import PROFILES, Wishes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mapper.release import Policy

_CHOICES = (
    click.option(
        "--profile",
        type=click.Choice(PROFILES),
        help="What may leave: public (the default) withholds exact positions, names of sensitive"
        " sites and of private persons; internal withholds nothing and marks every file so.",
    ),
    click.option(
        "--hold",
        metavar="72h|3d",
        help="Hold back what is younger than that, or of no known day; counted from now.",
    ),
    click.option(
        "--mask-people/--no-mask-people",
        "mask_people",
        default=None,
        help="Mask names of private persons in press sentences too, not in notes of records and"
        " unpublished sources alone.",
    ),
    click.option(
        "--withhold",
        "also",
        multiple=True,
        metavar="CLASS",
        help="Withhold a sensitive class that is shown otherwise: worship; repeatable.",
    ),
)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a release; they reach it as ``wishes``."""

    @functools.wraps(command)
    def with_wishes(
        *args: Any,  # noqa: ANN401 - whatever the command takes
        profile: str | None,
        hold: str | None,
        mask_people: bool | None,
        also: tuple[str, ...],
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> Any:  # noqa: ANN401 - as above
        return command(*args, wishes=Wishes(profile, hold, mask_people, also), **kwargs)

    for choice in reversed(_CHOICES):
        with_wishes = choice(with_wishes)
    return with_wishes


def named(policy: Policy, target: Path) -> Path:
    """Name a file as its profile asks, and say where it differs from what was asked for."""
    if str(target) == "-":
        return target
    name = policy.name(target)
    if name != target:
        click.echo(f"Note: written as {name}: it holds what must not be published.", err=True)
    return name
