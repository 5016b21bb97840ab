"""Files that lie in a store: zip://, s3://, hdfs://, sftp://, whatever fsspec knows, brought to where they are read.

Nothing is fetched but what a person names by its address; the copies go with the block that they are made for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from policyparse import leftovers
from policyparse.errors import LibraryMissing, PolicyparseError, UnreadableFile, without_password
from policyparse.readers.file import MEGABYTE, plain_name

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(?:::|://)")


def is_address(word: str) -> bool:
    """Whether a word names a place in a store: s3://桶/文件.pdf, zip://文件.txt::file:///档案.zip; a path does not."""
    return _ADDRESS.match(word) is not None


@dataclass(frozen=True, slots=True)
class AtHand:
    """The files of a call. Each has a path here; at that of a file with an address a copy stands once it is fetched."""

    paths: tuple[Path, ...]
    addresses: Mapping[Path, str]
    most: int

    def shown(self, path: Path) -> str:
        """What a file is called where it is told of: its address without the password, else its path."""
        return without_password(self.addresses[path]) if path in self.addresses else str(path)

    def known_as(self, path: Path) -> str:
        """What a file is called in the work ledger: as it is shown, and apart from others where something is hidden."""
        if path not in self.addresses:
            return str(path.absolute())
        address, shown = self.addresses[path], self.shown(path)
        return shown if shown == address else f"{shown}#{sha256(address.encode()).hexdigest()[:8]}"

    def fetch(self, path: Path) -> None:
        """Bring the file of an address here, where it is not yet. Raises UnreadableFile where it is gone or too large."""
        if path in self.addresses and not path.exists():
            with _in_words(self.addresses[path]):
                store, name = _opened(self.addresses[path])
                _copy(store, name, path, self.most)

    def let_go(self, path: Path) -> None:
        """Remove the copy of the file of an address."""
        if path in self.addresses:
            path.unlink(missing_ok=True)


@contextmanager
def at_hand(words: Sequence[str], most: int, *, later: bool = False) -> Iterator[AtHand]:
    """The paths among the words, and a copy of each file at the addresses among them, none larger than ``most`` bytes.

    With ``later`` nothing is fetched yet: others read the files by their addresses.
    Raises UnreadableFile where an address leads to nothing, LibraryMissing where what it needs is not installed.
    """
    with leftovers.folder() as folder:
        paths: list[Path] = []
        addresses: dict[Path, str] = {}
        for word in words:
            if not is_address(word):
                paths.append(Path(word))
                continue
            for address in _listed(word):
                own = Path(folder) / str(len(addresses))  # of its own: names in a store may be anything
                own.mkdir()
                paths.append(own / plain_name(_last(address)))
                addresses[paths[-1]] = address
        there = AtHand(tuple(paths), addresses, most)
        for path in () if later else addresses:
            there.fetch(path)
        yield there


def _listed(address: str) -> list[str]:
    """The address of each file at an address, which is a file's own or a folder's."""
    with _in_words(address):
        store, root = _opened(address)
        if store.isfile(root):
            return [address]
        first, chained, rest = address.partition("::")
        # the host, user and port of a server stand in the address alone
        before = first.rstrip("/").removesuffix(root.rstrip("/")) if root.strip("/") else first
        found = [f"{before}{name}{chained}{rest}" for name in sorted(store.find(root)) if _is_shown(name)]
        if not found:
            raise UnreadableFile(f"{plain_name(without_password(address))}：这个地址下没有文件")
        return found


def _opened(address: str) -> tuple[Any, str]:
    import fsspec

    store, root = fsspec.core.url_to_fs(address)
    return store, root


@contextmanager
def _in_words(address: str) -> Iterator[None]:
    """What a store cannot do, for the clerk."""
    shown = plain_name(without_password(address))
    try:
        yield
    except ImportError as error:
        raise LibraryMissing(
            f"{shown}：读这种地址要另装程序库：pip install 'policyparse[cluster]'（{error}）"
        ) from error
    except PolicyparseError:
        raise
    except Exception as error:  # each store raises what its own library does
        raise UnreadableFile(f"{shown}：取不到（{type(error).__name__}）") from error


def _last(address: str) -> str:
    return PurePosixPath(address.partition("::")[0]).name


def _is_shown(name: str) -> bool:
    last = PurePosixPath(name).name
    return bool(last) and not last.startswith((".", "~$"))


def _copy(store: Any, name: str, target: Path, most: int) -> None:
    left = most
    with store.open(name, "rb") as source, target.open("wb") as copy:
        while piece := source.read(MEGABYTE):
            left -= len(piece)
            if left < 0:
                raise UnreadableFile(
                    f"{target.name}：文件过大（超过 {most / MEGABYTE:g} MB），不予读取；确需读取请用 --max-bytes 调大上限"
                )
            copy.write(piece)
