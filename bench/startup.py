"""CPU of starting commands against a bare interpreter, in one run: ``python -m bench.startup``."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_MAIN = "from tui.cli.main import main; main({})"


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """CPU (user and system) that one run of ``command`` took, seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median CPU of each start and its ratio to the floor, measured in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    runs: int = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "KURATOR_STATE": folder, "KURATOR_DB": str(Path(folder) / "a.db")}
        init = ["init", "--institution", "Школа", "--year", "2026-2027"]
        subprocess.run([sys.executable, "-c", _MAIN.format(init)], env=environment, check=True, stdout=subprocess.DEVNULL)
        commands = {
            "python -c pass": ["-c", "pass"],
            "import click": ["-c", "import click"],
            "kurator --help": ["-c", _MAIN.format(["--help"])],
            "kurator deadline": ["-c", _MAIN.format(["deadline", "Ноябрь, март", "--year", "2026-2027"])],
            "kurator roadmap due": ["-c", _MAIN.format(["roadmap", "due"])],
            "import textual app": ["-c", "import tui.app"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, rest in commands.items():
                times[name].append(cpu_seconds([sys.executable, *rest], environment))
    floor = statistics.median(times["python -c pass"])
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"{name:22} {middle * 1000:7.1f} ms  x{middle / floor:.1f}")


if __name__ == "__main__":
    main()
