"""The application: global options, the list of commands, and the boundary where errors become messages and exit codes."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from claimtrack import __version__
from claimtrack.cli.console import error, say
from claimtrack.errors import ClaimtrackError, RecordError, SelectionError
from claimtrack.policy import ExitCode

if TYPE_CHECKING:
    from claimtrack.project import Project

app = typer.Typer(
    name="claims",
    help="Check that the pages you cite say what you say they say.",
    epilog="Exit codes: 0 all claims pass, 1 findings, 2 error, 3 incomplete, 5 nothing selected, 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """The options in front of the command."""

    directory: Path
    config: Path | None
    quiet: bool
    verbose: bool

    def project(self, **flags: object) -> Project:
        """Open the project that the command works on, with its own flags put over the settings."""
        from claimtrack.project import Project

        return Project.open(self.directory, config=self.config, flags=flags)


def globals_of(context: typer.Context) -> Globals:
    """The global options of the command under way."""
    found = context.find_object(Globals)
    if found is None:
        raise TypeError("a command ran outside the application")
    return found


def _version(asked: bool) -> None:
    if asked:
        print(f"claims {__version__}")
        raise typer.Exit


@app.callback()
def _application(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings file instead of the project's claims.toml."),
    ] = None,
    directory: Annotated[Path, typer.Option("-C", metavar="DIR", help="Work as if started in DIR.")] = Path(),
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No summary and no hints.")] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Say more: passages, reasons, tracebacks.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - acts by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    context.obj = Globals(directory=directory, config=config, quiet=quiet, verbose=verbose)


def main() -> NoReturn:
    """Run the command line; the exit code says how it went, and no error ends in a traceback."""
    import claimtrack.cli.commands  # noqa: F401 - registers the commands

    for name in ("SIGTERM", "SIGHUP"):
        # One that is ignored stays so: `nohup claims verify &` is meant to outlive its terminal.
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Pages hold every character; a terminal that lacks one must not end the run.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_guarded())


def _guarded() -> int:
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`); Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.INTERRUPTED
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted; what was done is kept")
        return ExitCode.INTERRUPTED
    except ClaimtrackError as failure:
        return _expected(failure)
    except MemoryError:
        error("out of memory; what was done is kept", "check fewer claims at once, or raise the limit")
        return ExitCode.ERROR
    except Exception as failure:  # noqa: BLE001 - the boundary: a crash is an error with a message, not exit code 1
        return _unexpected(failure)
    return code if isinstance(code, int) else ExitCode.OK


def _expected(failure: ClaimtrackError) -> int:
    """Say what is wrong, and with what remedy."""
    if isinstance(failure, RecordError):
        for fault in failure.faults:
            error(str(fault))
        count = len(failure.faults)
        say(f"{count} error{'' if count == 1 else 's'} in the {failure.files}; nothing was done")
        return ExitCode.ERROR
    error(failure.message, failure.hint)
    return ExitCode.NOTHING_SELECTED if isinstance(failure, SelectionError) else ExitCode.ERROR


def _unexpected(failure: Exception) -> int:
    if hasattr(failure, "format_message"):
        # Typer's own usage errors: unknown option, missing argument.
        error(failure.format_message(), "`claims COMMAND -h` lists what is accepted")
        return ExitCode.ERROR
    error(
        f"internal error: {type(failure).__name__}: {failure}",
        "please report it; `claims -v` shows where it happened",
    )
    if {"-v", "--verbose"} & set(sys.argv[1:]):
        traceback.print_exc()
    return ExitCode.ERROR
