"""Marked text → HTML as a government site prints it: breadcrumbs, a table of facts, the text."""

from __future__ import annotations

from html import escape

from corpora.make.marked import Block, printed

HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_{site}</title>
<meta name="ArticleTitle" content="{title}"><style>.nav{{color:#999}}</style></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 规范性文件</div>
<table class="info"><tr><td>索引号：</td><td>990000001/2024-00017</td>
<td>发文字号：</td><td>{doc_number}</td></tr>
<tr><td>发文机关：</td><td>{issuer}</td><td>成文日期：</td><td>{issued_on}</td></tr></table>
<div class="tools">【字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】
<a href="#">打印</a></div>
<div class="TRS_Editor" id="zoom">
"""
FOOT = """</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="qr">扫一扫在手机打开当前页</div>
<div class="footer">主办：{issuer}　网站标识码：9900000001　<script>var d = 1;</script></div></body></html>
"""


def page(blocks: list[Block]) -> str:
    """The whole HTML page of a marked text."""
    facts = {b.style: b.text for b in blocks if b.kind == "fact"} | {"site": "政府门户网站"}
    rows = [_row(b) for b in blocks if b.kind not in {"fact", "table", "end"}]
    return HEAD.format(**facts) + "\n".join(rows) + "\n" + FOOT.format(**facts)


def _row(block: Block) -> str:
    text = escape(printed(block.text))
    if block.kind == "styled" and block.style in {"title", "number"}:
        return f'<p style="text-align:center"><strong>{text}</strong></p>'
    if block.kind == "styled":
        return f'<p style="text-align:right">{text}</p>'
    if block.kind == "heading":
        return f"<p>　　<strong>{text}</strong></p>"
    return f"<p>　　{text}</p>"
