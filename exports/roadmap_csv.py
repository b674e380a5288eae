"""The roadmap as a table file that Excel opens by a double click and Kurator reads again: the user's columns, their words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from exports.result import PrintResult
from exports.saving import save_whole
from model.roadmap_table import roadmap_table
from model.roadmap_view import RoadmapView


def write_roadmap_csv(view: RoadmapView, out: Path) -> PrintResult:
    """Write approval block, title and table as CSV: UTF-8 with a mark, semicolons, a section row is one cell.

    Raise ``Refusal`` when ``out`` cannot be written; a file that stood there before stays whole then.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in (*view.approval, view.title):
        if line.strip():
            writer.writerow([line])
    table = roadmap_table(view)
    writer.writerow([heading for _, heading in table.columns])
    for row in table.rows:
        writer.writerow(row.cells)
    save_whole(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"), out)
    return PrintResult(out, 1, "roadmap", ())
