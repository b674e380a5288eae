"""What every test has: a state folder of its own, so that no witness or machine mark is shared with the user or a neighbour."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fresh folder of what must not travel (``model.identity.state_folder``)."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("KURATOR_STATE", str(folder))
    return folder
