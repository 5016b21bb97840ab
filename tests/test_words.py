from datetime import date
from decimal import Decimal

import pytest
from ledger_samples import mention

from policyparse import cycles
from policyparse.ledger.words import deadline_words, normal_deadline, number_words, target_words, told_target
from policyparse.model import Deadline, Target

BY = [
    (date(2025, 12, 31), "年底前", "2025年12月底前"),
    (date(2025, 12, 31), "", "2025年12月底前"),
    (date(2024, 2, 29), "2月底前", "2024年2月底前"),
    (date(2025, 6, 15), "6月15日前", "2025年6月15日前"),
    (date(2025, 10, 31), "2025年10月底前", "2025年10月底前"),
    (date(2025, 6, 30), "2025年上半年前", "2025年上半年前"),
    (date(2022, 2, 28), "2022年3月前", "2022年3月前"),
    (date(2025, 12, 31), "到2025年", "2025年12月底前"),
    (date(2020, 12, 31), "力争2020年启动建设", "2020年12月底前"),
    (date(2025, 12, 31), "2025年底前", "2025年底前"),
    (None, "20个工作日内", "20个工作日内"),
    (None, "", ""),
]


@pytest.mark.parametrize(("due", "printed", "words"), BY)
def test_last_day(due: date | None, printed: str, words: str) -> None:
    assert deadline_words(mention(Deadline("by", due), printed)) == words


RRULES = [
    ("FREQ=MONTHLY", "每月"),
    ("FREQ=MONTHLY;INTERVAL=3", "每季度"),
    ("FREQ=MONTHLY;INTERVAL=6", "每半年"),
    ("FREQ=MONTHLY;INTERVAL=2", "每2个月"),
    ("FREQ=YEARLY", "每年"),
    ("FREQ=WEEKLY", "每周"),
    ("FREQ=DAILY", "每日"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "每年2月底前"),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15", "每年3月15日前"),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25", "每季度25日前"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月末前"),
    ("FREQ=HOURLY", "FREQ=HOURLY"),
]


@pytest.mark.parametrize(("rrule", "words"), RRULES)
def test_cycle(rrule: str, words: str) -> None:
    assert cycles.words(rrule) == words


OTHERS = [
    (Deadline("recurring", rrule="FREQ=MONTHLY"), "按月", "每月"),
    (Deadline("recurring"), "定期", "定期"),
    (Deadline("ongoing"), "常年", "常年"),
    (Deadline("ongoing"), "", "长期坚持"),
    (Deadline("ongoing"), "作为一项工作长期坚持下去", "长期坚持"),
    (Deadline("period", date(2025, 12, 31), date(2023, 1, 1)), "2023年至2025年", "2023—2025年"),
    (Deadline("period", date(2025, 12, 31), date(2025, 1, 1)), "全年", "2025年"),
    (Deadline("period", date(2023, 6, 30), date(2023, 1, 1)), "上半年", "2023年1—6月"),
    (Deadline("period", date(2023, 6, 30), date(2023, 6, 1)), "6月", "2023年6月"),
    (Deadline("period", date(2026, 4, 28), date(2023, 4, 29)), "三年", "2023年4月29日至2026年4月28日"),
    (Deadline("period", None, date(2023, 4, 29)), "", "自2023年4月29日起"),
]


@pytest.mark.parametrize(("deadline", "printed", "words"), OTHERS)
def test_other_kinds(deadline: Deadline, printed: str, words: str) -> None:
    assert deadline_words(mention(deadline, printed)) == words


D = Decimal
TARGETS = [
    (Target("每千人口托位数", "=", D("4.5"), "个"), "达到4.5个", "每千人口托位数达到4.5个"),
    (Target("公示率", "=", D(100), "%"), "检查率、公示率达到100%", "检查率、公示率达到100%"),
    (Target("覆盖率", ">=", D(60), "%"), "", "覆盖率不低于60%"),
    (Target("走访", ">=", D(2), "次", scope="每年"), "", "每年走访不低于2次"),
    (Target("托位数", "=", D("4.50"), "个", scope="全市"), "", "托位数达到4.50个（全市）"),
    (Target("孕产妇死亡率", "<=", D("16.5"), "/10万"), "", "孕产妇死亡率不超过16.5/10万"),
    (Target("工业增加值", "=", D(6), "%", change="increase", baseline="上年"), "", "工业增加值较上年增长6%"),
    (Target("能耗", ">=", D(2), "个百分点", change="decrease"), "", "能耗下降不低于2个百分点"),
    (Target("示范园", "=", D(1), "家", value_max=D(2)), "", "示范园达到1—2家"),
    (Target("重大事故", "=", D(0), "起"), "", "重大事故为0起"),
    (Target("投资", "~", D("1E+3"), "亿元"), "", "投资约1000亿元"),
    (Target("社区", ">=", D("0.5"), None), "一半以上", "社区一半以上"),
    (Target("时间", "=", D(1) / D(3), None, change="decrease"), "压缩三分之一", "时间压缩三分之一"),
]


@pytest.mark.parametrize(("target", "printed", "words"), TARGETS)
def test_target(target: Target, printed: str, words: str) -> None:
    assert target_words(mention(target, printed)) == words


def test_a_fraction_is_told_as_it_is_printed() -> None:
    share = Target("高价药占比", "<=", D("0.2"), None)
    assert told_target(mention(share, "不超过五分之一")) == "高价药占比不超过五分之一"
    assert told_target(mention(share, "高价药占比控制在五分之一以内")) == "高价药占比控制在五分之一以内"
    assert told_target(mention(Target("覆盖率", ">=", D(95), "%"), "九成五以上")) == "覆盖率不低于95%"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1234567890123456789012345", "1234567890123456789012345"),
        ("1234567890123456789012345.123456", "1234567890123456789012345.1235"),
        ("0.00001234", "0.000012"),
        ("0E+3", "0"),
        ("1E+400", "1E+400"),
        ("9" * 5000, "9" * 5000),
        ("0.12345", "0.1234"),
        ("4.50", "4.50"),
    ],
)
def test_a_number_of_any_length_is_said(value: str, words: str) -> None:
    assert number_words(D(value)) == words


def test_the_last_day_there_is_has_words() -> None:
    last = date(9999, 12, 31)
    assert deadline_words(mention(Deadline("by", last))) == "9999年12月底前"
    assert normal_deadline(Deadline("period", last, date(9999, 1, 1))) == "9999年"


def test_what_no_word_of_the_paper_says_is_marked() -> None:
    presumed = Deadline("by", date(2025, 12, 31), basis="document-year")
    assert deadline_words(mention(presumed)) == "2025年度任务（推定）"
