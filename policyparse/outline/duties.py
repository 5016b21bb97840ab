"""Who of a leadership looks after what (领导班子分工): items that name persons and their fields, and order nothing."""

from __future__ import annotations

import re

from policyparse.model import Document
from policyparse.outline import Node

# what is said over such items; 例：现将镇领导班子成员工作分工调整如下：
_SHARED_OUT = re.compile(r"(?:领导|班子|成员|同志|校级|党组|党委)[^。；;]{0,16}分工")
# an item that begins with a person, by name or by post; 例：李某某同志（副书记）负责党建工作
_PERSON = re.compile(
    r"(?:[一-鿿、]{0,12}(?:书记|[省市州县区镇乡校院所处局厅]长|主任|主席|委员|部长|组长|经理|园长))?[\s:：]*(?:(?![一-鿿]{1,3}[局委办部处科室院站校队所])[一-鿿某×]{2,3}?)?(?:同志)?\s*(?:[（(][^（）()]*[）)])?\s*[:：，,]?\s*(?:$|主持|负责|分管|协助|联系|主抓|主管|(?:党委|党组|支部|镇|校|局)?(?:副?书记|副?[镇乡校院局]长))"
)
# what is said of a person's field; 例：分管教务处
_FIELD = re.compile(r"主持|分管|协助|负责|联系|主抓|主管")


def only_duties(document: Document, root: Node) -> bool:
    """Whether all items of a part are persons with their fields, and what stands over them says so."""
    if not root.children or not root.children[0].paragraphs:
        return False
    above = "".join(document.words(i) for i in range(root.children[0].paragraphs[0]))
    return _SHARED_OUT.search(above) is not None and all(_of_a_person(document, n) for n in root.children)


def _of_a_person(document: Document, item: Node) -> bool:
    words = "\n".join(document.words(i) for i in item.paragraphs)
    said = words[item.mark.length if item.mark else 0 :].strip().replace("\n", "，")
    first = said.partition("，")[0]
    told = _PERSON.match(said) or _PERSON.fullmatch(first)
    return bool(told and _FIELD.search(said)) and not item.children


def only_names(document: Document, annex: Node) -> bool:
    """Whether an annex only lists names (of projects, of places): none of its lines is a sentence."""
    lines = [document.words(i) for child in annex.children for i in child.everything]
    return bool(lines) and not annex.tables and not any(re.search(r"[。；;，,]", line) for line in lines)
