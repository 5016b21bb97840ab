"""``policyparse serve`` in the terminal: the link that logs in, the word on plain http, and a port that is taken."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient
from typer.testing import CliRunner

from policyparse.cli import app


@pytest.fixture
def apps(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The applications that would have been served, each with the address that it is bound to."""
    found: list[Any] = []

    def run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        found.append((server.config.app, sockets[0].getsockname()))

    monkeypatch.setattr(uvicorn.Server, "run", run)
    return found


def serve(path: Path, *words: str) -> Any:
    """The command on a tracker."""
    return CliRunner().invoke(app, ["--db", str(path), "serve", "--port", "0", *words])


def test_the_printed_link_logs_in_and_only_this_machine_is_asked(tmp_path: Path, apps: list[Any]) -> None:
    done = serve(tmp_path / "t.db")
    assert done.exit_code == 0, done.output
    ((board, (host, port)),) = apps
    assert host == "127.0.0.1"
    assert "加密" not in done.output
    url = re.search(rf"http://127\.0\.0\.1:{port}(/login/\S+)", done.output)
    assert url
    client = TestClient(board, base_url=f"http://127.0.0.1:{port}")
    assert client.get(url[1]).status_code == 200
    assert "台账里还没有任务" in client.get("/").text


def test_another_host_is_told_to_be_readable_and_goes_by_its_name(tmp_path: Path, apps: list[Any]) -> None:
    done = serve(tmp_path / "t.db", "--host", "0.0.0.0", "--name", "ducha.example", "--read-only")
    assert "http 不加密" in done.output
    ((board, _),) = apps
    assert TestClient(board, base_url="http://ducha.example").get("/").status_code == 401
    assert TestClient(board, base_url="http://evil.example").get("/").status_code == 421
    own = {"origin": "http://ducha.example"}
    answer = TestClient(board, base_url="http://ducha.example").post("/links", data={}, headers=own)
    assert (answer.status_code, "只读" in answer.text) == (403, True)


def test_a_port_that_is_taken_is_told(tmp_path: Path, apps: list[Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["--db", str(tmp_path / "t.db"), "serve", "--port", port])
    assert done.exit_code == 2
    assert f"不能在 127.0.0.1:{port} 打开看板" in done.output
    assert apps == []


def test_a_tracker_that_cannot_be_opened_is_told_before_any_page(tmp_path: Path, apps: list[Any]) -> None:
    (tmp_path / "t.db").write_text("no tracker", encoding="ascii")
    done = serve(tmp_path / "t.db")
    assert done.exit_code == 1
    assert apps == []


@pytest.mark.slow
def test_the_demo_serves_the_samples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apps: list[Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    pages: list[str] = []

    def run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        port = sockets[0].getsockname()[1]
        client = TestClient(server.config.app, base_url=f"http://127.0.0.1:{port}")
        key = server.config.app.app.state.desk.keys  # type: ignore[union-attr]
        client.get(f"/login/{key._login}")
        pages.append(client.get("/").text)

    monkeypatch.setattr(uvicorn.Server, "run", run)
    done = CliRunner().invoke(app, ["demo", "--serve"])
    assert done.exit_code == 0, done.output
    assert "云溪市促进青年就业创业若干措施" in pages[0]
    assert list(tmp_path.iterdir()) == []
