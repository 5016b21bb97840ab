"""Files that lie in a store: zip://, s3://, hdfs://, sftp://, whatever fsspec knows, brought here to be read.

Nothing is fetched but what a person names by its address; the copies go with the block that they are made for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from policyparse import leftovers
from policyparse.errors import LibraryMissing, PolicyparseError, UnreadableFile, without_password
from policyparse.readers.file import MEGABYTE, plain_name

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(?:::|://)")


def is_address(word: str) -> bool:
    """Whether a word names a place in a store: s3://桶/文件.pdf, zip://文件.txt::file:///档案.zip; a path does not."""
    return _ADDRESS.match(word) is not None


@contextmanager
def at_hand(words: Sequence[str], most: int) -> Iterator[list[Path]]:
    """The paths among the words, and a copy of each file at the addresses among them, none larger than ``most`` bytes.

    Raises UnreadableFile where an address leads to nothing, LibraryMissing where what it needs is not installed.
    """
    with leftovers.folder() as folder:
        found: list[Path] = []
        for word in words:
            found += _fetched(word, Path(folder), len(found), most) if is_address(word) else [Path(word)]
        yield found


def _fetched(address: str, folder: Path, before: int, most: int) -> list[Path]:
    shown = plain_name(without_password(address))
    try:
        import fsspec

        store, root = fsspec.core.url_to_fs(address)
        names = [root] if store.isfile(root) else sorted(store.find(root))
        copies = [
            _copied(store, name, folder / str(before + at), most)
            for at, name in enumerate(names)
            if _shown(name)
        ]
    except ImportError as error:
        raise LibraryMissing(
            f"{shown}：读这种地址要另装程序库：pip install 'policyparse[cluster]'（{error}）"
        ) from error
    except PolicyparseError:
        raise
    except Exception as error:  # each store raises what its own library does
        raise UnreadableFile(f"{shown}：取不到（{type(error).__name__}）") from error
    if not copies:
        raise UnreadableFile(f"{shown}：这个地址下没有文件")
    return copies


def _shown(name: str) -> bool:
    last = PurePosixPath(name).name
    return bool(last) and not last.startswith((".", "~$"))


def _copied(store: Any, name: str, folder: Path, most: int) -> Path:
    """A copy under the file's own name, in a folder of its own: names in a store may be anything."""
    folder.mkdir()
    target = folder / plain_name(PurePosixPath(name).name)
    left = most
    with store.open(name, "rb") as source, target.open("wb") as copy:
        while piece := source.read(MEGABYTE):
            left -= len(piece)
            if left < 0:
                raise UnreadableFile(
                    f"{target.name}：文件过大（超过 {most / MEGABYTE:g} MB），不予读取；确需读取请用 --max-bytes 调大上限"
                )
            copy.write(piece)
    return target
