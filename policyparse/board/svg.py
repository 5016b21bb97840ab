"""A chart as a picture in the page: stacked bars or columns in SVG, with its title and what it says for those who do not see it.

Colours and places are attributes, for the page allows no style of its own; the type is that of the page (``serve.css``).
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from policyparse.exports.charts import Chart

WIDE = 640
"""Units across; the page stretches the picture."""
NAMES, BAR, GAP = 184, 18, 9
"""Room for the names of lying bars, how thick a bar is, and what lies between two."""
TALL, FOOT, COLUMN = 170, 24, 26
LONGEST = 11
"""Characters of a name that have room before a bar."""


def draw(chart: Chart, name: str) -> Markup:
    """The picture; ``name`` is its own in the page."""
    body, height = _bars(chart) if chart.kind == "bar" else _columns(chart)
    told = "；".join(
        f"{category}：{'，'.join(f'{part}{values[at]}' for part, _, values in chart.series if values[at])}"
        for at, category in enumerate(chart.categories)
    )
    inside = Markup().join(body)
    return Markup(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-told">'
        '<title id="{}-title">{}</title><desc id="{}-told">{}</desc>{}</svg>'
    ).format(chart.kind, WIDE, height, name, name, name, chart.title, name, told, inside)


def _bars(chart: Chart) -> tuple[Iterator[Markup], int]:
    most = max((sum(row) for row in _rows(chart)), default=0) or 1
    scale = (WIDE - NAMES - 34) / most

    def parts() -> Iterator[Markup]:
        for at, (name, row) in enumerate(zip(chart.categories, _rows(chart), strict=True)):
            top, left = at * (BAR + GAP) + GAP, float(NAMES)
            short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
            yield _text(NAMES - 8, top + BAR - 5, short, "end")
            for (part, colour, _), count in zip(chart.series, row, strict=True):
                yield from _box(left, top, count * scale, BAR, colour, f"{name} {part}{count}项", count)
                left += count * scale
            yield _text(left + 6, top + BAR - 5, str(sum(row)), "start")

    return parts(), len(chart.categories) * (BAR + GAP) + GAP


def _columns(chart: Chart) -> tuple[Iterator[Markup], int]:
    most = max((sum(row) for row in _rows(chart)), default=0) or 1
    step = WIDE / max(len(chart.categories), 1)
    scale = (TALL - 20) / most

    def parts() -> Iterator[Markup]:
        yield Markup('<line x1="0" y1="{}" x2="{}" y2="{}" stroke="#9aa5b1"/>').format(TALL, WIDE, TALL)
        for at, (name, row) in enumerate(zip(chart.categories, _rows(chart), strict=True)):
            middle, foot = (at + 0.5) * step, float(TALL)
            width = min(COLUMN, step * 0.7)
            for (part, colour, _), count in zip(chart.series, row, strict=True):
                foot -= count * scale
                yield from _box(
                    middle - width / 2, foot, width, count * scale, colour, f"{name} {part}{count}项", count
                )
            if sum(row):
                yield _text(middle, foot - 5, str(sum(row)), "middle")
            year, sign, month = name.partition("年")
            yield _text(middle, TALL + 16, month if sign else name, "middle")
            if sign:
                yield _text(middle, TALL + 32, f"{year}年", "middle")

    return parts(), TALL + FOOT + 14


def _rows(chart: Chart) -> list[tuple[int, ...]]:
    """For each category the numbers of its parts."""
    return list(zip(*(values for _, _, values in chart.series), strict=True)) or [()] * len(chart.categories)


def _box(
    x: float, y: float, width: float, height: float, colour: str, told: str, count: int
) -> Iterator[Markup]:
    if count:
        yield Markup(
            '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"><title>{}</title></rect>'
        ).format(x, y, width, height, colour, told)


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, escape(words)
    )
