"""Files that a form brings, on the disk of this machine while they are looked at, and those that go out again, to be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response

from policyparse import leftovers
from policyparse.board.visit import Visit
from policyparse.tracker.evidence import KINDS

ACCEPTED = ",".join(sorted(f".{kind}" for kind in KINDS))
"""The kinds of files that are taken as evidence, as a browser's choice of files knows them."""
LONGEST = 80
"""Characters of a file's name that are kept, its end."""
BYTES = "application/octet-stream"


@contextmanager
def brought(visit: Visit, field: str) -> Iterator[tuple[Path, ...]]:
    """The files of a field of the form, each under its own name, while the block runs; none where none was chosen."""
    with leftovers.folder() as folder:
        found = []
        for at, one in enumerate(visit.form.getlist(field)):
            if isinstance(one, UploadFile) and one.filename:
                path = Path(folder) / str(at) / name_of(one.filename)
                path.parent.mkdir()
                with path.open("wb") as file:
                    while piece := one.file.read(1 << 20):
                        file.write(piece)
                found.append(path)
        yield tuple(found)


def name_of(given: str) -> str:
    """The name of a file that was sent, as this machine can keep it."""
    last = re.split(r"[\\/]", given)[-1]
    return re.sub(r'[:*?"<>|\x00-\x1f]+', "_", last)[-LONGEST:].strip(". ") or "表"


def attachment(content: bytes, name: str, kind: str = BYTES) -> Response:
    """A file to be kept under a name (RFC 6266), which no browser opens as a page of the board."""
    safe = re.sub(r'[\\/:*?"<>|\s]+', "", name)
    head = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(safe)}",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=kind, headers=head)
