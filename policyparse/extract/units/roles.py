"""Who is responsible for an item, and how: brackets, labels, columns, the document's conventions, and the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from policyparse.extract.organs.issuers import works_itself
from policyparse.extract.organs.names import canonical
from policyparse.extract.units import (
    assign,
    brackets,
    judging,
    labels,
    lists,
    persons,
    prose,
    shape,
    statement,
)
from policyparse.extract.units import conventions as declared
from policyparse.extract.units.assign import Given
from policyparse.extract.units.brackets import Place
from policyparse.extract.units.lists import Name
from policyparse.extract.units.prose import NamedUnit
from policyparse.model import Basis, ConventionRule, Mention, Role, Setting, Span, Unit
from policyparse.text import numbering, numerals

# the end of a sentence; what stands in a bracket behind it belongs to it; 例：。
_SENTENCE = re.compile(r"。(?![（(〔\[【])")
_LEADING = ("label.lead", "verb.lead", "verb.named-lead")
"""The rules by which the word 牵头 itself says who leads."""
# the issuer, as it calls itself; 例：我局
_OURSELVES = re.compile("[我本](?:部|委|厅|局|办|院|中心|单位|机关)")
# a class of units that is called as a label is; 例：行业主管部门
_CLASS = re.compile(r"行业|项目|建设|业主|属地|相关")
# signs that do not tell two names apart; 例：（
_SIGNS = re.compile(r"[（）()〔〕〈〉\[\]、]")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """What an item lists: its units, the spans that are no text of it (``cuts``), what they say of time, and who leads it.

    ``leaders`` are persons of the leadership (责任领导：张副市长), as printed; ``serves`` are the words by which a bracket
    speaks of several items (以上三项); ``shares`` are such words with the units of each, where one bracket speaks of several
    items one after the other; ``others`` what other labels say (预期成果：…), ``above`` the cuts of the headings.
    """

    units: tuple[Mention[Unit], ...]
    cuts: tuple[Span, ...]
    times: tuple[Span, ...]
    leaders: tuple[Span, ...] = ()
    serves: Span | None = None
    others: tuple[tuple[Span, Span], ...] = ()
    shares: tuple[tuple[Span, tuple[Mention[Unit], ...]], ...] = ()
    above: tuple[Span, ...] = ()


Cells = Sequence[tuple[str, Span]]
"""The cells of a table row, each with the header above it."""


def listed(
    text: str, within: Span, setting: Setting, inherited: tuple[Mention[Unit], ...] = (), cells: Cells = ()
) -> Responsibility:
    """The units that the brackets, labels and unit columns of an item name; of a heading too.

    ``inherited`` are the units of the headings above, which stand first. Those that stand behind prose below a heading
    speak for items that list nothing themselves. A unit named twice is given once, with its strongest role. Units that a
    convention adds to every task come last.
    """
    places = brackets.find(text, within)
    if any(place.said.names for place in places):
        inherited = tuple(u for u in inherited if u.span is None or _on_heading(text, u.span))
    above = _above(inherited)
    own: list[Mention[Unit]] = []
    scoped = [place for place in places if place.serves]
    scoped = scoped if len(scoped) > 1 else []
    for group in _adjoining(text, [place for place in places if place not in scoped]):
        own += _mentions(text, assign.roles([c for p in group for c in p.said.clauses], above), setting)
    own += _columns(text, cells, setting, above)
    found = declared.led([*_beside(inherited, own), *own], setting)
    if found:
        found += declared.everywhere(setting)
    times = tuple(t for place in places for t in place.said.times) + tuple(_times(text, cells))
    cuts = tuple(place.span for place in places if not _is_text(text, place))
    leaders = tuple(span for place in places for span in place.said.leaders)
    serves = next((place.serves for place in places if place.serves), None)
    others = tuple(other for place in places for other in place.said.others)
    shares = tuple(
        (p.serves, once(_mentions(text, assign.roles(p.said.clauses, ""), setting)))
        for p in scoped
        if p.serves
    )
    return Responsibility(once(found), tuple(dict.fromkeys(cuts)), times, leaders, serves, others, shares)


def served(text: str, words: Span, numbers: Sequence[int], taken: Sequence[bool]) -> list[int]:
    """Which of the items with these numbers, of which the last has a bracket that begins with ``words``, it speaks of.

    例：以上三项 are the last three, 第4、5项 and 1—3项 those of these numbers, 以上各项 all that are not ``taken`` by units
    of their own. Indices into ``numbers``.
    """
    said = brackets.SERVES.match(text, words.start)
    if said is None:
        return []
    if so_many := said["count"] or said["these"]:
        count = numerals.value(so_many) or 0
        return list(range(max(0, len(numbers) - int(count)), len(numbers)))
    if said["all"]:
        return [i for i, own in enumerate(taken) if not own]
    meant: set[int] = set()
    for part in re.split("[、，,和及]", said["numbers"]):
        ends = [
            int(n)
            for x in re.split("[—–\\-~～至到]+", part.strip("第"))
            if (n := numerals.value(x.strip("第")))
        ]
        meant.update(range(ends[0], ends[-1] + 1) if ends else ())
    return [i for i, number in enumerate(numbers) if number in meant]


def headings(text: str, spans: Iterable[Span], setting: Setting) -> dict[Span, Responsibility]:
    """What headings list for the items below them. Where two or more are nothing but the name of a unit, it leads these items.

    例：一、人事处 1.招聘教师20名。… 二、规划处、基建处（后勤处配合） 1.编制规划。…
    """
    found = {span: _led(text, span, listed(text, span, setting), setting) for span in spans}
    alone = {
        span: names
        for span, said in found.items()
        if all(u.value.role == "support" for u in said.units)
        and (names := judging.units_alone(text, span, said.cuts))
    }
    if len(alone) > 1:
        for span, names in alone.items():
            units = (_mention(text, name, setting, "lead", "explicit", "heading.unit") for name in names)
            found[span] = replace(found[span], units=(*units, *found[span].units))
    return found


def _led(text: str, heading: Span, said: Responsibility, setting: Setting) -> Responsibility:
    """What a heading lists, with the person of the leadership or the units whose tasks it holds.

    Where it lists nobody, the units that its first line calls by their roles outright.

    例：一、李某副县长牵头重点工作 · 一、市工信局牵头任务（6项） · （一）推进招生。由市教育局牵头，市财政局配合。
    """
    line = heading.of(text).partition("\n")[0]
    number = numbering.mark(line)
    led = None if said.leaders else persons.LED.fullmatch(line, number.length if number else 0)
    if led is None:
        first = Span(heading.start, heading.start + len(line))
        named = () if said.units else spoken(text, first, setting)
        outright = tuple(u for u in named if u.value.basis == "explicit" and u.span)
        return replace(said, units=outright) if outright else said
    who = Span(*(heading.start + i for i in led.span("who")))
    if not led["does"] and all(shape.like(one, "person") for one in led["who"].split("、")):
        return replace(said, leaders=(who,))
    names = lists.split(text, who)
    if said.units or not names or not all(judging.is_listed(name.name) for name in names):
        return said
    units = (_mention(text, name, setting, "lead", "explicit", "heading.led") for name in names)
    return replace(said, units=tuple(units))


def _above(inherited: Sequence[Mention[Unit]]) -> assign.Above:
    """How the headings above say who leads."""
    leads = [u for u in inherited if u.value.role == "lead"]
    if any(u.rule.startswith(_LEADING) for u in leads):
        return "word"
    return "order" if leads else ""


def _beside(inherited: Sequence[Mention[Unit]], own: Sequence[Mention[Unit]]) -> list[Mention[Unit]]:
    """The units of the headings beside the item's own: they support where the item itself says who leads.

    例：（一）… （牵头单位：市商务局） 1.…（市教育局牵头） is led by 市教育局 alone.
    """
    if not any(u.value.role == "lead" and u.value.basis == "explicit" for u in own):
        return list(inherited)
    return [replace(u, value=replace(u.value, role="support")) for u in inherited]


def _is_text(text: str, place: Place) -> bool:
    """Whether a place is text of the task too: 任务分解 outside a bracket, where it says what each unit does.

    例：任务分工：县教育局负责选址，县财政局负责拨款 is text, 部门分工：省财政厅牵头，各市配合 is not.
    """
    parts = any(c.label == "parts" and c.said == "part" for c in place.said.clauses)
    return parts and text[place.span.start] not in "（(〔［[【"


def spoken(text: str, within: Span, setting: Setting) -> tuple[Mention[Unit], ...]:
    """The units of an item that lists none: those that its prose names, else whom a convention names, else the issuer (basis ``issuer``).

    The issuer stands only where it does such work itself: of a government's document nobody is named where nothing is
    said, nor where no issuer is known. Units that a convention adds to every task come last.
    """
    named = prose.find(text, within)
    if all(said.basis == "issuer" for said in named) and (rest := declared.rest(setting)):
        return once([*rest, *declared.everywhere(setting)])
    found = [m for said in named for m in meant(text, said, setting)]
    issuers = {m.value.canonical for m in found if m.span is None}
    if any(m.span and m.value.canonical in issuers and m.value.role == "lead" for m in found):
        found = [m for m in found if m.span]  # the item calls the issuer by its name
    return once([*found, *declared.everywhere(setting)])


def _column(
    text: str,
    spans: Sequence[Span],
    label: str,
    setting: Setting,
    above: assign.Above,
    helped: bool,
) -> tuple[Mention[Unit], ...]:
    role = labels.role_of(label)
    if role is None or role[0] not in labels.UNIT_ROLES:
        return ()
    clauses = [clause for span in spans for clause in statement.read(text, span, *role).clauses]
    return once(_mentions(text, assign.roles(clauses, above, helped), setting))


def _columns(text: str, cells: Cells, setting: Setting, above: assign.Above) -> list[Mention[Unit]]:
    """The units of a table row; beside a 牵头 column the others support, beside a 配合 column those of 责任单位 lead."""
    found: list[Mention[Unit]] = []
    for label, spans in groupby(cells, key=lambda cell: cell[0]):
        own = [span for _, span in spans]
        beside = any(other not in own and _leads(head) and other.of(text).strip() for head, other in cells)
        given: assign.Above = "word" if beside else above
        helped = any(_supports(head) for head, _ in cells)
        helped |= labels.oversees(label) and any(h != label and is_unit_label(h) for h, _ in cells)
        # units with persons between them are one list, whatever parts them
        if label.endswith("人"):
            found += _column(text, own, label, setting, given, helped)
        else:
            found += [unit for span in own for unit in _column(text, [span], label, setting, given, helped)]
    return found


def _times(text: str, cells: Cells) -> Iterator[Span]:
    """The times that stand beside the units of a cell: 牵头单位：市民政局；完成时限：9月底前 under 责任分工."""
    for label, span in cells:
        role = labels.role_of(label)
        if role is not None and role[0] in labels.UNIT_ROLES:
            yield from statement.read(text, span, *role).times


def _leads(header: str) -> bool:
    found = labels.role_of(header)
    return found is not None and found[0] == "lead"


def _supports(header: str) -> bool:
    found = labels.role_of(header)
    return found is not None and found[0] == "support" and not labels.oversees(header)


def is_unit_label(header: str) -> bool:
    """Whether a table's header (牵头单位, 责任部门) or a label says that units stand below it or behind it."""
    found = labels.role_of(header)
    return found is not None and found[0] in labels.UNIT_ROLES


def is_time_label(header: str) -> bool:
    """Whether a table's header (完成时限, 时间节点) or a label says that a time stands below it or behind it."""
    found = labels.role_of(header)
    return found is not None and found[0] == "time"


# ---- from names to units -------------------------------------------------------------------------------


def _on_heading(text: str, span: Span) -> bool:
    """Whether the words stand on the line of a heading and not behind a sentence."""
    return _SENTENCE.search(text[text.rfind("\n", 0, span.start) + 1 : span.start]) is None


def _adjoining(text: str, places: Sequence[Place]) -> list[list[Place]]:
    """Places that say one thing together: （牵头单位：A） and, with only stops between, （责任单位：B）."""
    groups: list[list[Place]] = []
    for place in places:
        before = groups[-1][-1] if groups else None
        first = place.said.clauses[0] if place.said.clauses else None
        beside = first is not None and first.label == "list" and not first.said
        led = before is not None and any(
            c.label == "lead" or c.rule == "label.oversight.lead" for c in before.said.clauses
        )
        if before and beside and led and not text[before.span.end : place.span.start].strip(" \t\n。，；;,"):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _mentions(text: str, given: Sequence[Given], setting: Setting) -> list[Mention[Unit]]:
    """The units of one statement; in a bare list the order or the document's convention decides."""
    rules = frozenset(c.rule for c in setting.conventions)
    found: list[Mention[Unit]] = []
    first = True
    for one in given:
        if labels.role_of(one.name.base) and not _CLASS.match(one.name.base):
            # 牵头单位 itself: a header that stands among the names
            continue
        bare = not one.role or (one.loose and "first-listed-leads" in rules)
        role, basis, rule = _judged(first, rules, one.rule) if bare else _told(one)
        first = first and not bare
        found.append(_mention(text, one.name, setting, role, basis, rule))
    return found


def _told(one: Given) -> tuple[Role, Basis, str]:
    return "lead" if one.role == "lead" else "support", "order" if one.shared else "explicit", one.rule


def _judged(first: bool, rules: frozenset[ConventionRule], rule: str) -> tuple[Role, Basis, str]:
    if "first-listed-leads" in rules:
        return "lead" if first else "support", "convention", "convention.first"
    if "sole-responsible-leads" in rules:
        return "lead", "convention", "convention.sole"
    return "lead" if first else "support", "order", rule


def _mention(text: str, name: Name, setting: Setting, role: Role, basis: Basis, rule: str) -> Mention[Unit]:
    issuer = (setting.issuer or "").split("、")[0]
    full = issuer if issuer and _OURSELVES.fullmatch(name.base) else canonical(name.base, setting)
    unit = Unit(name.name, full, role, basis)
    return Mention(name.span, name.span.of(text), unit, rule)


def meant(text: str, said: NamedUnit, setting: Setting) -> list[Mention[Unit]]:
    """The units that the prose means: the one it names, or each issuer of the document that does such work itself."""
    if said.name is not None:
        return [_mention(text, said.name, setting, said.role, said.basis, said.rule)]
    organs = [] if setting.binds else (setting.issuer or "").split("、")
    issuers = [name for name in organs if name and works_itself(name)]
    return [
        Mention(None, "", Unit(name, canonical(name, setting), said.role, said.basis), said.rule)
        for name in issuers
    ]


def once(found: Iterable[Mention[Unit]]) -> tuple[Mention[Unit], ...]:
    """Each unit once, where it first stands; of two roles the stronger, which is lead."""
    kept: list[Mention[Unit]] = []
    names: list[tuple[str, str]] = []  # full and printed, of each that is kept; 各市县政府 is 市县政府
    for mention in found:
        full, printed = mention.value.canonical, _SIGNS.sub("", mention.value.name).removeprefix("各")
        at = next((i for i, (one, other) in enumerate(names) if one == full or other == printed), None)
        if at is None:
            kept.append(mention)
            names.append((full, printed))
        elif kept[at].value.role == "support" and mention.value.role == "lead":
            kept[at] = mention
            names[at] = full, printed
        elif kept[at].span is None and mention.span and kept[at].value.role == mention.value.role == "lead":
            kept[at] = mention  # the issuer, as the item itself calls it
            names[at] = full, printed
    return tuple(kept)
