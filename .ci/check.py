"""Everything that must hold before a commit lands: format, lint, types, contracts, generated files, tests."""

from __future__ import annotations

import subprocess
import sys
import time

STEPS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("contracts", ["lint-imports"]),
    ("tests", ["pytest"]),
)


def main(extra: list[str]) -> int:
    """Run every step (``extra`` goes to pytest); stop at none, fail if any failed."""
    failed = []
    for name, command in STEPS:
        began = time.monotonic()
        code = subprocess.run([*command, *(extra if name == "tests" else [])], check=False).returncode
        print(f"== {name}: {'ok' if code == 0 else f'FAILED ({code})'}, {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    print(f"== {'all ok' if not failed else 'failed: ' + ', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
