"""The one module that knows RapidOCR: an image → the words on it, with places and how sure they are.

The models lie inside the package that the extra ``ocr`` installs, and are named by their paths, so nothing
is ever fetched. The words of an image are kept by what it shows in the user's own cache folder, so that
reading a scan again costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyparse.errors import UnreadableFile
from policyparse.readers import limits

if TYPE_CHECKING:
    import numpy

HOW = "pip install 'policyparse[ocr]'"
"""The one command that makes scans readable."""

DETECTED_AT = 1280
"""Pixels of the longer side at which lines are looked for; twice as many take three times as long and find
the same. The words are read from the full image.
"""

LARGEST = 2600
KEPT = 5000
"""Images whose words are kept; a page takes about 5 kB."""

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a printed line: its corners in pixels, clockwise from the upper left, and a score of 0 to 1."""

    text: str
    quad: Quad
    score: float


def installed() -> bool:
    """Whether the extra ``ocr`` is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def words(image: numpy.ndarray[Any, Any]) -> tuple[Word, ...]:
    """The words of a grey image (height × width, 8 bits), in no certain order."""
    kept = _folder() / f"{_key(image)}.json"
    found = _kept(kept)
    if found is None:
        found = _read(image)
        _keep(kept, found)
    return found


def _read(image: numpy.ndarray[Any, Any]) -> tuple[Word, ...]:
    import cv2

    result = _engine()(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR))
    if result.boxes is None or result.txts is None:
        return ()
    return tuple(
        _word(text, [[round(float(x), 1) for x in point] for point in quad], round(float(score), 3))
        for quad, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
    )


def _word(text: str, quad: list[list[float]], score: float) -> Word:
    a, b, c, d = ((float(x), float(y)) for x, y in quad)
    return Word(str(text), (a, b, c, d), float(score))


@lru_cache(maxsize=1)
def _engine() -> Any:
    """RapidOCR with the models of its own package. Its judge of upside-down lines is off: it turns good ones."""
    limits.make_room()
    import rapidocr

    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": LARGEST,
            "Det.model_path": _model("det"),
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTED_AT,
            "Rec.model_path": _model("rec"),
        }
    )


def _model(what: str) -> str:
    """The path of a model in RapidOCR's own package; raises UnreadableFile where there is none."""
    import rapidocr

    models = sorted((Path(rapidocr.__file__).parent / "models").glob(f"*_{what}_*.onnx"))
    if not models:
        raise UnreadableFile(f"识别组件不完整，请重新安装：{HOW}")
    return str(models[-1])


# ---- what was read is kept -----------------------------------------------------------------------------


def _folder() -> Path:
    from platformdirs import user_cache_dir

    return Path(os.environ.get("POLICYPARSE_CACHE") or user_cache_dir("policyparse", appauthor=False)) / "ocr"


def _key(image: numpy.ndarray[Any, Any]) -> str:
    made = f"1 {metadata.version('rapidocr')} {DETECTED_AT} {LARGEST} {image.shape}"
    return hashlib.sha256(made.encode() + image.tobytes()).hexdigest()


def _kept(path: Path) -> tuple[Word, ...] | None:
    """The words kept at ``path``; None where there are none or the file is damaged."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_word(text, quad, score) for text, quad, score in rows)
    except (OSError, ValueError, TypeError):
        return None


def _keep(path: Path, found: tuple[Word, ...]) -> None:
    """Write the words, in a whole file or none; a cache that cannot be written is no failure."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(
            json.dumps([[w.text, w.quad, w.score] for w in found], ensure_ascii=False), encoding="utf-8"
        )
        draft.replace(path)
        _prune(path.parent)
    except OSError:
        return


def _prune(folder: Path) -> None:
    files = list(folder.iterdir())
    if len(files) > KEPT:
        for old in sorted(files, key=lambda f: f.stat().st_mtime)[: KEPT // 5]:
            old.unlink(missing_ok=True)
