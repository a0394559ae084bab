"""The command `kpibot doctor`."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.bootstrap import now

MENDABLE = 2  # the exit status


def doctor(
    live: Annotated[
        str | None,
        typer.Option(metavar="CHANNEL", help="Post test messages in this channel, to prove what your workspace takes."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Look over settings, store and Slack, and say what to mend. Exit status 2: there is something to mend."""
    document = _prove(live, as_json) if live else _examine(as_json)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    if not document["ok"]:
        raise typer.Exit(MENDABLE)


def _examine(as_json: bool) -> dict[str, Any]:
    from bot.doctor import report  # Slack's libraries load slowly, and most commands do without them
    from bot.doctor.examination import examine

    console, findings = Console(), []
    for finding in examine(now):
        findings.append(finding)
        if not as_json:
            report.show(finding, console)
    if not as_json:
        typer.echo(f"\n{report.conclusion(findings)}")
    return report.to_json(findings)


def _prove(channel: str, as_json: bool) -> dict[str, Any]:
    from bot.doctor.live import report, run  # as above
    from bot.settings import load

    console, proofs = Console(), []

    def tell(proof: run.Proof) -> None:
        proofs.append(proof)
        if not as_json:
            report.show(proof, console)

    def look() -> None:
        if not as_json:
            report.show_what_to_look_at(console)
            if sys.stdin.isatty():
                typer.prompt("\nEnter removes the messages", default="", show_default=False, prompt_suffix=". ")

    bench = run.bench(load(), channel.removeprefix("#"))
    run.run(bench, tell, look)
    return report.to_json(proofs, bench.workspace, bench.channel, f"{now():%Y-%m-%dT%H:%M:%SZ}")
