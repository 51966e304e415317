"""`faasport import`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from faasport.cli import options, report as output
from faasport.migrator import migration, report, writing
from faasport.migrator.origin import Asked
from faasport.migrator.rewrite import rewriting
from faasport.project.config_file import OWN_FILE
from faasport.project.visible import visible


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "origin",
    default="",
    metavar="NAME",
    help="What it is: serverless, sam, chalice, gcp, azure, vercel (default: by its files).",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the configuration.")
@click.option(
    "--option",
    "given",
    multiple=True,
    callback=options.pairs,
    metavar="NAME=VALUE",
    help="An option that the old tool would be called with, as in ${opt:region}. May repeat.",
)
@click.option(
    "--rewrite",
    is_flag=True,
    help="Turn handlers into neutral ones where that is sure; show the diff, and ask.",
)
@click.option("--yes", is_flag=True, help="With --rewrite: write without asking.")
@options.stage
@options.as_json
def import_(
    path: Path,
    origin: str,
    force: bool,
    dry_run: bool,
    given: dict[str, str],
    rewrite: bool,
    yes: bool,
    stage: str,
    as_json: bool,
) -> int:
    """Read an application that is deployed by something else, and write its faasport.toml.

    PATH is its folder, or the file that deploys it. The code stays as it is. What was carried, what
    changed its meaning, what was left and why, and what the code itself still binds to the old
    cloud, is reported. The exit code is 1 where nothing could be carried.
    """
    if rewrite and (path / OWN_FILE).is_file() and not force:
        return _rewrite(path, yes=yes, dry_run=dry_run, as_json=as_json)
    asked = Asked(stage=stage, options=given)
    found = migration.planned(path, origin, asked)
    writes = found.carries and not dry_run
    if writes:
        writing.write(found.folder, found.files, force=force)
    written = list(found.files) if writes else []
    if rewrite and writes and as_json:
        return _rewrite(found.folder, yes=yes, dry_run=dry_run, as_json=as_json)
    if as_json:
        output.echo_json(report.as_json(found, written))
        return 0 if found.carries else 1
    console = output.results()
    if dry_run and OWN_FILE in found.files:
        console.print(found.files[OWN_FILE].decode(), markup=False, soft_wrap=True)
    report.show(found, written, console)
    if rewrite and writes:
        return _rewrite(found.folder, yes=yes, dry_run=dry_run, as_json=as_json)
    return 0 if found.carries else 1


def _is_agreed() -> bool:
    """Whoever does not sit at a terminal says --yes."""
    if sys.stdin.isatty():
        return click.confirm("Write this?", err=True)
    click.echo("Write this with --yes.", err=True)
    return False


def _rewrite(folder: Path, *, yes: bool, dry_run: bool, as_json: bool) -> int:
    """Show what would change, and change it if that is wanted. The exit code is 1 where no handler
    could be rewritten."""
    found = rewriting.planned(folder)
    wanted = bool(found.files) and not dry_run
    if as_json:
        wanted = wanted and yes
    else:
        click.echo(visible(found.diff()))
        for name, reason in found.kept.items():
            click.echo(visible(f"{name} stays a guest: {reason}"))
        wanted = wanted and (yes or _is_agreed())
    if wanted:
        files = {path: text.encode() for path, text in found.files.items()}
        writing.write(folder, files, force=True)
    written = list(found.files) if wanted else []
    if as_json:
        told = {"rewritten": list(found.rewritten), "kept": dict(found.kept)}
        output.echo_json({**told, "diff": found.diff(), "written": written})
    else:
        click.echo(f"Written: {', '.join(written) or 'nothing'}.")
    return 0 if found.rewritten else 1
