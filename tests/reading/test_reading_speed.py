"""What makes the Chinese reader quick leaves its readings as they are."""

from itertools import pairwise

from lianpu.reading import cast, quantities
from lianpu.reading.extract import extract
from lianpu.reading.phrases import firm_in, known_product, tidy
from lianpu.reading.quantities import find_quantities

_TEXT = (
    "县里的江海重工投资15亿元，云岭科技股份集团公司交付首批设备。由秦钛股份公司集团控股的新锋装备公司年产3万吨镁合金，"
    "来自谯陵酒厂的科技环保新材料产业已投产。\n远洋动力电池厂现有员工200人，智能制造公司公司集团拥有专利。"
)


def test_names_tried_before_endings_are_those_of_a_full_search() -> None:
    for pattern, ends, stems in (
        (cast._called(), cast._called_ends(), range(2, 5)),
        (cast._acting(), cast._acting_ends(), range(2, 4)),
    ):
        full = [match[1] for match in pattern.finditer(_TEXT)]
        assert full
        assert list(cast._matches(pattern, ends, stems, _TEXT)) == full


def test_quantities_tried_only_at_numerals_are_those_of_a_full_search() -> None:
    text = "第3期年产1,200万吨，三十余家，12.5%；2×35万千瓦、一二三万吨，5—8万吨、十几亿元，A3型6台，3.5.6万吨。"
    full = [match.span() for match in quantities._quantity_pattern().finditer(text)]
    assert len(full) > 6
    assert [match.span() for match in quantities._begun_by_numeral(text)] == full


def test_endings_are_found_inside_each_other() -> None:
    assert [m.start() for m in cast._found_everywhere(["公司", "司法", "公司法"]).finditer("某公司法")] == [1, 2]


def test_a_run_of_numerals_is_no_number_and_a_long_numeral_is() -> None:
    assert find_quantities("千" * 3000 + "。") == []
    assert [q.value for q in find_quantities("7十亿级产业、3十万吨级、2千万吨级、三点五百亿级、千亿级。")] == [
        7e9, 3e5, 2e7, 3.5e10, 1e11,
    ]  # fmt: skip
    assert [q.value for q in find_quantities("年产九千九百九十九万吨。")] == [99_990_000.0]


def test_figures_on_end_without_a_mark_say_nothing_and_a_long_list_does() -> None:
    assert extract("5%" * 70 + "。", default_place=None, published=None) == []
    shares = "、".join(f"{n}%" for n in range(1, 32))
    assert len(extract(f"各省占比分别为{shares}。", default_place=None, published=None)) == 31


def test_quantities_that_overlap_are_read_once_in_order() -> None:
    found = find_quantities("占三成五，约500亿元以上，2/3为新建，12亿吨级。")
    assert [q.printed for q in found] == ["三成五", "约500亿元以上", "2/3", "12亿吨级"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_what_is_kept_of_phrases_is_bounded() -> None:
    for judge in (tidy, known_product, firm_in):
        assert judge.cache_info().maxsize  # type: ignore[attr-defined]
