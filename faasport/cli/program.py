"""The group of commands, and what becomes of an error.

Exit codes: 0 fine, 1 problems, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

import click

from faasport.cli import redacted, report
from faasport.cli.asked import Asked
from faasport.cli.page import COMMANDS
from faasport.project import version
from faasport.project.problem import Problem, ProblemsFound
from faasport.runtime.errors import FaasportError


class Commands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        # `import` is no name that Python has for a module.
        plain = f"{name}_" if iskeyword(name) else name
        command: click.Command = getattr(import_module(f"faasport.cli.commands.{plain}"), plain)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _say_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"faasport {version.tool()}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version.",
)
def program(debug: bool) -> None:  # `run` reads it: it outlives click
    """One Python handler, any FaaS platform, proven before it is uploaded."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and give its exit code."""
    asked = Asked(arguments=tuple(arguments))
    with redacted.streams(lambda: asked.redaction):
        return _run(arguments, asked)


def _run(arguments: Sequence[str], asked: Asked) -> int:
    try:
        code = program.main(list(arguments), prog_name="faasport", standalone_mode=False, obj=asked)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not try to flush it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        return _told(asked.told(_problems(error)), as_json="--json" in arguments)
    return code if isinstance(code, int) else 0


def _told(problems: Sequence[Problem], *, as_json: bool) -> int:
    try:
        return report.problems(problems, as_json=as_json)
    except OSError:
        # Standard output itself is what fails.
        return report.problems(problems, as_json=False)


def _problems(error: Exception) -> Sequence[Problem]:
    if isinstance(error, ProblemsFound):
        return error.problems
    if isinstance(error, OSError):
        return [report.system(error)]
    is_ours = isinstance(error, FaasportError)
    return [report.plain(error) if is_ours else report.unexpected(error)]
