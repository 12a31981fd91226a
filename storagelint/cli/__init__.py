"""Command line -> exit status; one module a command, imported when it is called."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence

import click

from storagelint import __version__
from storagelint.cli.groups import LazyGroup

COMMANDS = {
    "init": "init",
    "check": "check",
    "fix": "fix",
    "model": "model",
    "erd": "erd",
    "new": "new",
    "component": "component",
    "status": "status",
    "baseline": "baseline",
    "config": "config",
    "rule": "rule",
}
"""Command -> the module here that holds it as `command`."""

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

_UNWRITABLE = frozenset([errno.ENOSPC, errno.EFBIG, errno.EIO])
"""What a stream answers that takes no more."""


@click.group(
    cls=LazyGroup,
    package=__name__,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 nothing found, 1 findings, 2 wrong usage or something was not checked.",
)
@click.version_option(__version__, "--version", message="storagelint %(version)s")
def app() -> None:
    """A linter for storage design documents in Markdown."""


def main() -> None:
    """The entry point of the command; ends the process with the exit status."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(100_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()
    except OSError as error:
        status = _report_unwritable(error)
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """The exit status of the command with these arguments; no exception gets out."""
    try:
        status = app.main(args=list(arguments), prog_name="storagelint", standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return 0
    except OSError as error:
        if error.errno in _UNWRITABLE and error.filename is None:
            return _report_unwritable(error)
        _report_internal_error(error)
        return EXIT_USAGE
    except Exception as error:
        _report_internal_error(error)
        return EXIT_USAGE
    return status if isinstance(status, int) else 0


def _show(error: click.ClickException) -> None:
    """What is wrong with the arguments, which may quote what must not be seen."""
    from storagelint.reporting.escape import shown

    masked = "\n".join(shown(line) for line in error.message.split("\n"))
    error.__dict__["message"] = masked
    error.show()


def _close_stdout() -> None:
    """Let nothing more be written to a pipe that nobody reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_unwritable(error: OSError) -> int:
    """The exit status when the standard output cannot be written."""
    _close_stdout()
    click.echo(f"storagelint: error: cannot write the standard output: {error.strerror}", err=True)
    return EXIT_USAGE


def _report_internal_error(error: Exception) -> None:
    """One line, without the error's text, which may quote a document."""
    from storagelint.linting.failure import place_of

    click.echo(
        f"storagelint: internal error: {place_of(error)} (version {__version__}); "
        "please report this line and the command to the developers",
        err=True,
    )
