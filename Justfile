# The commands a developer types: https://just.systems, or copy the line under the name.

# set up: a virtual environment with the versions of constraints.txt
setup:
    python3 -m venv .venv
    PIP_CONSTRAINT=constraints.txt .venv/bin/pip install -e '.[dev]'

# the quick tests, on two cores
test *WORDS:
    .venv/bin/python -m pytest -n 2 {{WORDS}}

# every test, also the slow ones, and the linters: what must pass before a commit lands
all:
    .venv/bin/python -m pytest -n 2 -m ''
    just lint

# format, lint and types
lint:
    .venv/bin/ruff format .
    .venv/bin/ruff check .
    .venv/bin/mypy

# what is read right and what is missed
accuracy *WORDS:
    .venv/bin/python -m benchmarks.accuracy {{WORDS}}

# pin the newest versions that fit pyproject.toml
lock:
    sed -n '/^#/p' constraints.txt > constraints.new
    uv pip compile pyproject.toml --extra dev --extra postgresql --extra ocr --universal --python-version 3.10 --no-header --no-annotate >> constraints.new
    mv constraints.new constraints.txt
