"""Keeping a preview in the state folder while it is edited: never two writings at once, never one after the end."""

from __future__ import annotations

import asyncio
from pathlib import Path

from model.preview_history import Preview, forget, keep


class KeptPreview:
    """The file of one preview. Writing happens on another thread; where nothing can be written, nothing is said."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._writing = asyncio.Lock()
        self._newest: Preview | None = None
        self._ended = False

    async def soon(self, preview: Preview) -> None:
        """Keep the draft as it is now; of several that wait for their turn only the newest is written."""
        self._newest = mine = Preview(preview.draft, preview.year, preview.source, resumed=preview.edited)
        async with self._writing:
            if self._newest is mine and not self._ended:
                await asyncio.to_thread(_write, mine, self._database)

    async def now(self, preview: Preview) -> None:
        """Keep it and wait until that is done."""
        await self.soon(preview)

    async def end(self) -> None:
        """Keep nothing any more."""
        async with self._writing:
            self._ended = True
            await asyncio.to_thread(forget, self._database)


def _write(preview: Preview, database: Path) -> None:
    """What was edited is kept; what was taken back to its beginning need not be."""
    if preview.edited:
        keep(preview, database)
    else:
        forget(database)
