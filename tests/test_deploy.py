"""What a container, compose and systemd are told: that all which they name is there. None of them is started here."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
UNIT = (ROOT / "deploy" / "kpibot.service").read_text(encoding="utf-8")
STEPS = [line.partition(" ") for line in DOCKERFILE.splitlines() if line and not line.startswith(("#", " "))]
OTHERS = {"PATH", "PYTHONUNBUFFERED", "PGPASSWORD"}
STOPS_WITHIN = 20
"""Seconds that the bot takes at most: requests 5, uploads 10, answers 5."""


def steps(kind: str) -> list[str]:
    return [rest for word, _, rest in STEPS if word == kind]


def is_known(setting: str) -> bool:
    return setting in OTHERS or setting.lower() in Settings.model_fields


def test_the_image_is_made_of_what_is_there_and_of_no_secrets() -> None:
    copied = [each.split()[0] for each in steps("COPY") if not each.startswith("--from")]
    copied += ["pyproject.toml", "README.md", "LICENSE"]
    assert all((ROOT / each).exists() for each in copied)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    let_in = {each[1:] for each in ignored if each.startswith("!")}
    assert "*" in ignored
    assert {each.split("/")[0] for each in copied} == let_in
    assert not let_in & {".env", "data", ".git", "tests"}


def test_the_image_is_installed_as_the_gate_installs_it_and_runs_as_nobody() -> None:
    runs = " ".join(steps("RUN"))
    assert "--require-hashes -r requirements/runtime.txt" in runs
    assert "--no-deps --no-build-isolation ." in runs
    assert steps("USER") == ["10001"]
    assert steps("CMD") == ['["kpibot", "serve"]']
    assert "/healthz" in steps("HEALTHCHECK")[0]
    assert all(is_known(name) for name in re.findall(r"\b([A-Z][A-Z_]+)=", " ".join(steps("ENV"))))


def test_compose_names_settings_volumes_and_services_that_there_are() -> None:
    kpibot, db = COMPOSE["services"]["kpibot"], COMPOSE["services"]["db"]
    assert all(is_known(name) for name in kpibot["environment"])
    assert kpibot["depends_on"].keys() == {"db"}
    assert Settings(_env_file=None, database_url=kpibot["environment"]["DATABASE_URL"])
    used = {each.partition(":")[0] for service in (kpibot, db) for each in service["volumes"]}
    assert used == COMPOSE["volumes"].keys()
    assert all(port.startswith("127.0.0.1:") for port in kpibot["ports"])
    assert int(kpibot["stop_grace_period"].removesuffix("s")) > STOPS_WITHIN


def test_the_unit_names_settings_and_commands_that_there_are() -> None:
    told = dict(line.split("=", 1) for line in UNIT.splitlines() if "=" in line and not line.startswith("#"))
    program, command = told["ExecStart"].rsplit(" ", 1)
    assert program.endswith("/kpibot")
    assert command in get_command(app).commands  # type: ignore[attr-defined]
    assert is_known(told["Environment"].partition("=")[0])
    assert int(told["TimeoutStopSec"]) > STOPS_WITHIN
    manual = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert all(path in manual for path in ("/opt/kpibot", told["EnvironmentFile"], "deploy/kpibot.service"))


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        return  # another system than that for which the unit is
    unit = tmp_path / "kpibot.service"
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", UNIT))
    ran = subprocess.run([program, "verify", unit], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
