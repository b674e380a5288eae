"""What every test has: a state folder of its own, so that no witness or machine mark is shared with the user or a neighbour."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

#: Where bytecode beside the sources is not wanted: a suite is many processes, and each would compile everything anew.
BYTECODE = Path(__file__).parent.parent / ".pytest_cache" / "bytecode"

if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # workers and the processes of tests inherit both


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Fresh folder of what must not travel (``model.identity.state_folder``)."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("KURATOR_STATE", str(folder))
    return folder
