"""The script ``policyparse``, also ``python -m policyparse``: from its first moment a Ctrl+C ends it in words."""

from __future__ import annotations

import gc
import os

INTERRUPTED = 130


def main() -> None:
    """Load the commands and run the one of the call; leaves by SystemExit with its code."""
    # loading makes tens of thousands of objects that stay: looking for garbage among them takes a sixth of a short command
    gc.set_threshold(50_000, 20, 20)
    try:
        from policyparse import cli  # half a second, within which a clerk may think better of it

        cli.main()
    except KeyboardInterrupt:
        os.write(2, "错误：已中断。\n".encode())
        raise SystemExit(INTERRUPTED) from None


if __name__ == "__main__":
    main()
