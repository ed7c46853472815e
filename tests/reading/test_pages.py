"""The article of a page among its furniture, in the ways that sites lay their pages out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.reading.pages import article

TITLE = "海州市临港产业园三个项目集中投产"
TEXT = [
    "本报海州5月6日电（记者周岚）海州市临港产业园三个重点项目昨日集中投产，合计总投资86亿元，达产后预计新增产值120亿元。",
    "其中，海州重工年产12万吨船用钢结构项目历时十四个月建成，带动就业1260人；锚链车间同步投用，年产锚链3.5万吨。",
    "园区管委会介绍，目前园区已入驻企业47家，去年完成工业总产值312亿元，同比增长9.4%。",
    "按照规划，到2027年园区产值将突破500亿元，船舶配套本地化率提高到65%以上。",
]
SHORT = "海州锚链公司年产5万吨锚链项目今日开工，总投资9亿元，计划明年底建成。"
ENGLISH = [
    "Haizhou Heavy Industries said on Tuesday it had opened a third yard of 120,000 tonnes a year for 3.5 billion yuan.",
    "The company plans to double output by 2027 and will hire a further 1,260 workers, it said in a filing.",
]
ELSEWHERE = ["青河县年产20万吨电解铝项目签约", "南岭市光伏组件产能突破30GW", "一图读懂：今年新开工的100个重大项目"]
NOTICE = "版权所有 海州日报社 网站备案号：苏ICP备05000000号 总机共有100条线路"


def links(words: list[str], between: str = "") -> str:
    return between.join(f'<a href="/{n}.html">{word}</a>' for n, word in enumerate(words))


def listed(words: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{links([word])}</li>" for word in words) + "</ul>"


def paragraphs(words: list[str]) -> str:
    return "".join(f"<p>{word}</p>" for word in words)


NAV = f'<div class="nav">{listed(["首页", "新闻", "财经", "关于我们"])}</div>'
MORE = f'<div class="related"><h3>相关阅读</h3>{listed(ELSEWHERE)}</div>'
FOOT = f'<div class="footer"><p>{NOTICE}</p></div>'
LAYOUTS = {
    "article and aside": f"<header>{NAV}</header><main><article><h1>{TITLE}</h1>{paragraphs(TEXT)}</article>"
    f"<aside><h3>热点</h3>{listed(ELSEWHERE)}</aside></main><footer><p>{NOTICE}</p></footer>",
    "office": f'{NAV}<div class="crumb">当前位置：{links(["首页", "动态"], " &gt; ")}</div>'
    f'<div class="xl"><div class="title">{TITLE}</div><div class="TRS_Editor"><div>'
    + "".join(f'<p style="text-indent:2em"><span>　　{word}</span></p>' for word in TEXT)
    + f'</div></div></div><div class="share">分享到：{links(["微信", "微博"])}</div>{FOOT}',
    "table of the nineties": f"<table><tr><td colspan=2>{links(['首页', '新闻'], ' | ')}</td></tr><tr><td width=200>"
    f"{links(ELSEWHERE, '<br>')}</td><td><center><b>{TITLE}</b></center><br><font size=3>{'<br><br>'.join(TEXT)}</font></td></tr>"
    f"<tr><td colspan=2 align=center>{NOTICE}</td></tr></table>",
    "blog": f'<div id="page"><div id="primary"><div class="post"><h2 class="entry-title">{TITLE}</h2><div class="entry-content">'
    f'{paragraphs(TEXT)}</div></div><div id="comments"><p>张三：年产12万吨真的假的？听说只有2万吨。</p></div></div>'
    f'<div id="secondary">{MORE}</div></div>{FOOT}',
    "portal with a list inside": f'{NAV}<div class="left"><h1>{TITLE}</h1><div class="article">{paragraphs(TEXT[:2])}'
    f'<div class="related">{listed(ELSEWHERE)}</div>{paragraphs(TEXT[2:])}</div></div>{FOOT}',
    "divisions without names": f"<div><div>{links(['首页', '新闻'])}</div></div><div><div><div>{TITLE}</div>"
    + "".join(f"<div>{word}</div>" for word in TEXT)
    + f"</div></div><div>{links(ELSEWHERE, '<br>')}</div><div>{NOTICE}</div>",
    "two sections": f'{NAV}<div class="body"><section><h1>{TITLE}</h1>{paragraphs(TEXT[:2])}</section><section>'
    f"{paragraphs(TEXT[2:])}</section></div>{MORE}{FOOT}",
    "a list is the text": f'{NAV}<div class="c"><h1>{TITLE}</h1><p>{TEXT[0]}</p><ul>'
    + "".join(f"<li>{word}</li>" for word in TEXT[1:])
    + f"</ul></div>{MORE}{FOOT}",
    "named as if beside": f'<div class="hot side"><h1>{TITLE}</h1>{paragraphs(TEXT)}</div>{MORE}{FOOT}',
    "headline apart": f'{NAV}<div class="hd"><div>{TITLE}</div></div><div class="bd"><div>{paragraphs(TEXT)}</div></div>'
    f"{MORE}{FOOT}",
    "nothing closed": f"<h1>{TITLE}</h1>" + "".join(f"<p>{word}" for word in TEXT) + f"<hr>{NOTICE}",
}


def page(body: str, title: str = TITLE) -> str:
    return f"<!doctype html><html><head><title>{title}_海州新闻网</title></head><body>{body}</body></html>"


def lines(raw: str) -> list[str]:
    """The lines read, each piece of them checked to stand in the source where it says."""
    segments = article(raw).segments
    assert all(one.text in ("\n", "\t", " ") or raw[one.start : one.end] == one.text for one in segments)
    return "".join(one.text for one in segments).splitlines()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headline_and_text_are_read_and_nothing_beside_them(layout: str) -> None:
    assert lines(page(LAYOUTS[layout])) == [TITLE, *TEXT]


def test_a_text_shorter_than_the_notices_and_an_english_one() -> None:
    assert lines(page(f"{NAV}<div><h1>锚链开工</h1><p>{SHORT}</p></div>{MORE}{FOOT}", "锚链开工")) == ["锚链开工", SHORT]
    more = f'<div class="more"><h3>Read more</h3>{listed(["Qinghe signs a 200,000 tonne plant"])}</div>'
    assert lines(page(f"<div class=story><h1>Third yard</h1>{paragraphs(ENGLISH)}</div>{more}")) == ["Third yard", *ENGLISH]


def test_a_table_of_linked_projects_is_read_where_there_is_no_prose() -> None:
    rows = "".join(f"<tr><td>{links([name])}</td><td>{size}万吨</td></tr>" for name, size in (("钢结构", 12), ("锚链", 3)))
    body = f"{NAV}<div><h1>重点项目</h1><table><tr><th>项目</th><th>产能</th></tr>{rows}</table></div>{FOOT}"
    assert lines(page(body, "重点项目")) == ["重点项目", "项目\t产能", "钢结构\t12万吨", "锚链\t3万吨"]


TAGS = ("<div>", "</div>", "<p>", "<td>", "</td>", "<table>", "</table>", "<tr>", "<a href=1>", "</a>", "<footer>", "<h1>",
        "<ul><li>", '<div class="nav">', "<title>", "年产5万吨，已投产。", "首页", "&nbsp;", "<!--", "<script>")  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=40).map("".join))
def test_any_tangle_of_tags_gives_pieces_in_order(raw: str) -> None:
    last = 0
    for one in article(raw).segments:
        assert last <= one.start <= one.end <= len(raw)
        last = one.end
