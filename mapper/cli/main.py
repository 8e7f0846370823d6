"""The ``mapper`` command: loads one subcommand at a time, turns our errors into exits."""

import errno
import sys
from contextlib import suppress
from importlib import import_module

import click

from mapper.base.checked import shortened
from mapper.base.errors import MapperError
from mapper.base.version import __version__
from mapper.cli import options, streams

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""What the system says when there is no room for more."""


class LazyGroup(click.Group):
    """Import a command's module only when that command is asked for.

    Listing the commands reads the one-line summaries below, so that
    ``mapper --help`` imports nothing heavy.
    """

    summaries: dict[str, str]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order a newcomer meets them."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command."""
        if cmd_name not in self.summaries:
            return None
        return import_module(f"mapper.cli.{cmd_name}").command  # type: ignore[no-any-return]

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a reader that goes away (`mapper query | head`) is no failure.

        What the command had settled as its exit code before it spoke stays.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Caught here because click itself would turn it into exit 1.
            streams.let_go()
            return ctx.meta.get(options.EXIT_CODE, 0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Print the summaries without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))


SUMMARIES = {
    "build": "Turn articles and tables of records into the store, GeoJSON, map and report.",
    "query": "Print events by region, date, type and more, each told by one report or several.",
    "map": "Draw events as one HTML page that needs no network.",
    "export": "Export events, reports, or what belongs to them, as a file for another program.",
    "geocode": "Place names against the local gazetteer.",
    "explain": "Say why an event or a report stands as it does, or what a text gives and why.",
    "review": "List what is doubtful as a sheet, and read back what people decide.",
    "gazetteer": "Say what the gazetteer holds, check it, add files to it.",
    "zones": "List the zones and lines of contact, judge a place, count events by verdict.",
    "score": "Measure a build against a gold set of annotated articles.",
    "diff": "Say what changed between two builds, event by event, and why.",
    "verify": "Check outputs against their hashes and log, and against a build done once more.",
    "info": "Say what a store holds.",
}


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mapper")
def main() -> None:
    """Turn reports of strikes into a map that can be defended.

    Runs offline. Data go to stdout, talk to stderr. Exit codes: 0 done (also for an
    empty answer), 1 failure, 2 wrong usage, 3 done but some input was rejected.

    \b
    Examples:
      mapper build
      mapper query --region "Jabal al-Zawiya" --from 2019-05
      mapper geocode "Kafr Nabl" al-Maouzrah
    """


main.summaries = SUMMARIES


def run() -> None:
    """Run the command line; the entry point of the ``mapper`` script."""
    with streams.guarded():
        code = _run()
    sys.exit(code)


def _run() -> int:
    """Run a command and give its exit code; what went wrong is one line on stderr."""
    try:
        code = main.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as problem:
        with suppress(BrokenPipeError):
            problem.show()
        code = problem.exit_code
    except click.Abort:
        click.echo("Aborted.", err=True)
        code = 130
    except BrokenPipeError:
        streams.let_go()
        code = 0
    except MapperError as problem:
        code = _failed(str(problem))
    except OSError as problem:
        code = _failed(_in_words(problem))
    except UnicodeEncodeError as problem:
        code = _failed(f"{shortened(problem.object)} holds bytes that are not UTF-8")
    except MemoryError:
        code = _failed("there is not enough memory; read less at a time")
    return code if isinstance(code, int) else 0


def _failed(why: str) -> int:
    """Say why a command failed; what it still had to say is let go."""
    with suppress(BrokenPipeError):
        click.echo(f"Error: {why}", err=True)
    try:
        sys.stdout.flush()
    except (OSError, MapperError):
        streams.let_go()
    return 1


def _in_words(problem: OSError) -> str:
    """Word what the system refuses: a full disk, a file that may not be read, a name too long."""
    what = "write" if problem.errno in _FULL else "read or write"
    named = f" {problem.filename}" if problem.filename is not None else ""
    return f"cannot {what}{named}: {problem.strerror or problem}"


if __name__ == "__main__":
    run()
