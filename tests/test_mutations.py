"""Files damaged at random, seeded: none is taken, none stops the program (``bench/soak.py`` runs twelve thousand)."""

from __future__ import annotations

from pathlib import Path

from bench import mutations


def test_no_mutation_is_taken_and_none_breaks_anything(tmp_path: Path) -> None:
    """Every fourth comes from an insider: what he seals and signs again may be taken, and then the database is whole."""
    report = mutations.run(tmp_path, 400, seed=3)
    assert report.wrong == []
    assert report.tried == 400
    reached = {"truncated", "trailing", "header", "signature", "body-hash", "zlib", "plain-length", "lines", "line", "manifest"}
    assert reached <= report.codes.keys()
