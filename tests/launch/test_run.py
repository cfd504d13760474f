"""`./run` before there is an environment: what it says where something is missing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from temoin.launch.places import CHECKOUT


@pytest.fixture
def run() -> ModuleType:
    loader = SourceFileLoader("run", str(CHECKOUT / "run"))
    spec = importlib.util.spec_from_loader("run", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout with what the fingerprint is taken of."""
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    for name, value in {
        "HERE": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv/bin/python",
        "SYNCED": tmp_path / ".venv/temoin-synced",
    }.items():
        monkeypatch.setattr(run, name, value)
    return tmp_path


def make_environment(checkout: Path) -> None:
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").touch()


def test_it_needs_nothing_but_the_standard_library() -> None:
    isolated = [sys.executable, "-I", "-S", str(CHECKOUT / "run"), "--help"]
    done = subprocess.run(isolated, capture_output=True, text=True, check=True)
    assert "./run COMMAND" in done.stdout


def test_without_a_command_it_explains_itself_and_fails() -> None:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "run")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "demo" in done.stdout) == (2, True)


@pytest.mark.parametrize("version", [(3, 10), (3, 15)])
def test_a_python_that_does_not_fit_is_named_with_what_to_install(
    run: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: tuple[int, int],
) -> None:
    monkeypatch.setattr(run.sys, "version_info", version)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit):
        run.use_a_fitting_python()
    said = capsys.readouterr().err
    assert f"this is {version[0]}.{version[1]}" in said
    assert "apt install" in said


def test_another_python_of_the_machine_is_used_where_this_one_is_too_old(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(run.sys, "version_info", (3, 9))
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/opt/{name}" if name == "python3.12" else None)
    monkeypatch.setattr(run.os, "execv", lambda path, command: started.append(path))
    monkeypatch.setattr(run, "stop", lambda sentence: None)
    run.use_a_fitting_python()
    assert started == ["/opt/python3.12"]


def test_a_missing_venv_module_is_named_with_the_package_that_brings_it(
    run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        run.prepare()
    assert f"apt install python3.{sys.version_info[1]}-venv" in capsys.readouterr().err


def test_offline_both_attempts_are_told_and_what_to_do(
    run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_environment(checkout)
    monkeypatch.setattr(run, "sync_with_uv", lambda: "dns error")
    monkeypatch.setattr(run, "pip", lambda *arguments: "No matching distribution")
    with pytest.raises(SystemExit):
        run.prepare()
    said = capsys.readouterr().err
    for words in ("dns error", "No matching distribution", "HTTPS_PROXY", "UV_INDEX_URL"):
        assert words in said
    assert not (checkout / ".venv/temoin-synced").exists()


def test_pip_is_asked_for_the_versions_of_the_lock_where_uv_fails(
    run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    make_environment(checkout)
    monkeypatch.setattr(run, "sync_with_uv", lambda: "no wheel of uv for this machine")
    monkeypatch.setattr(run, "pip", lambda *arguments: asked.extend(arguments))
    run.prepare()
    locked = (checkout / ".venv/constraints.txt").read_text().splitlines()
    assert "django==5.2.19" in locked
    assert {"django==5.2.19", "aiosmtpd==1.4.6", "pytest==9.2.0"} <= set(asked)


def test_nothing_is_installed_again_until_the_lock_changes(
    run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    make_environment(checkout)
    monkeypatch.setattr(run, "install", lambda: times.append(1))
    run.prepare()
    run.prepare()
    assert len(times) == 1
    with (checkout / "uv.lock").open("a") as lock:
        lock.write("\n")
    run.prepare()
    assert len(times) == 2
