"""Numbers as papers write them: capital amounts, dates and times, ranges, article numbers.

Source: enforcement facts §7.3; GB/T 9704-2012 for dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_PLAIN = "〇一二三四五六七八九"
_COUNTING = "零一二三四五六七八九"
LARGEST_FEN = 10**16 * 100 - 1
"""One fen below 10**16 yuan: beyond it the units repeat."""


def capital_amount(fen: int) -> str:
    """人民币贰万元整 from 2 000 000 fen: 整 after 元 or 角, none after 分. ``ValueError`` outside 0…LARGEST_FEN."""
    if not 0 <= fen <= LARGEST_FEN:
        raise ValueError(f"{fen} fen cannot be written in capitals")
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_capital_integer(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{text}整"
    if jiao:
        text += f"{_CAPITAL[jiao]}角"
    elif yuan:
        text += "零"
    return f"人民币{text}{_CAPITAL[cents]}分" if cents else f"人民币{text}整"


def read_capital_amount(text: str) -> int:
    """Fen of a capital amount as ``capital_amount`` writes it, 零 before 仟 accepted. Raises ``ValueError``."""
    match = re.fullmatch(r"(?:人民币)?(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:(.)角)?(?:(.)分)?整?", text)
    if match is None or not any(match.groups()):
        raise ValueError(f"not a capital amount: {text}")
    whole, jiao, cents = match.groups()
    fen = _read_integer(whole or "零") * 100
    return fen + 10 * _CAPITAL.index(jiao or "零") + _CAPITAL.index(cents or "零")


def figures(fen: int) -> str:
    """``¥20000.00``, without thousands separators as decisions print it."""
    return f"¥{yuan(fen)}"


def yuan(fen: int) -> str:
    """``20000.00``; a negative amount keeps its sign in front (-0.05)."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def plain_yuan(fen: int) -> str:
    """``20000``, or ``20000.50`` where there are fen: for what people read on the screen."""
    return yuan(fen).removesuffix(".00")


def amount(fen: int) -> str:
    """Capitals and figures together: 人民币贰万元整（¥20000.00）."""
    return f"{capital_amount(fen)}（{figures(fen)}）"


def chinese_date(day: str | date) -> str:
    """``2024年5月28日`` from a date or ISO text. Raises ``ValueError``."""
    when = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return f"{when.year}年{when.month}月{when.day}日"


def capital_date(day: str | date) -> str:
    """``二〇二六年十一月二十三日``, used on F39 only."""
    when = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    year = "".join(_PLAIN[int(digit)] for digit in str(when.year))
    return f"{year}年{counting(when.month)}月{counting(when.day)}日"


def chinese_time(at: str | datetime) -> str:
    """``2026年3月10日9时05分`` in the local time the text states. Raises ``ValueError``."""
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{chinese_date(when.date())}{_clock(when)}"


def chinese_moment(at: str) -> str:
    """``2026年3月10日10时21分05秒``, as the caption of a photo has it. Raises ``ValueError``."""
    when = datetime.fromisoformat(at)
    return f"{chinese_time(when)}{when.second:02d}秒"


def chinese_range(between: Mapping[str, str]) -> str:
    """``2026年3月10日9时30分至3月10日16时40分``; the year is repeated only when it changes.

    ``between`` holds ``start`` and ``end``; without an end only the start is written. Raises ``ValueError``.
    """
    start = datetime.fromisoformat(between["start"])
    if not between.get("end"):
        return chinese_time(start)
    end = datetime.fromisoformat(between["end"])
    until = f"{end.month}月{end.day}日{_clock(end)}"
    if end.year != start.year:
        until = f"{end.year}年{until}"
    return f"{chinese_time(start)}至{until}"


def counting(number: int) -> str:
    """一百零二 from 102, as articles are numbered. Raises ``ValueError`` outside 0…9999."""
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} is no number of an article")
    text = _section(number, _COUNTING, ("", "十", "百", "千"))
    return text[1:] if 10 <= number < 20 else text or _COUNTING[0]


def lawful_range(low: int, high: int) -> str:
    """A range of fines (both ends in fen) as statutes word it: 五万元以下, 二万元以上五万元以下; one sum: 五万元."""
    least, most = _round_sum(low), _round_sum(high)
    if low == high:
        return most
    return f"{most}以下" if low == 0 else f"{least}以上{most}以下"


def _round_sum(fen: int) -> str:
    """五万元 from 5,000,000 fen; what is no whole 万 stays in figures."""
    whole, rest = divmod(fen, 100)
    is_round = not rest and whole and whole % 10**4 == 0 and whole < 10**8
    return f"{counting(whole // 10**4)}万元" if is_round else f"{plain_yuan(fen)}元"


def clause(article: int, paragraph: int | None = None, item: int | None = None) -> str:
    """``第六十五条第一款第三项``."""
    parts = [(article, "条"), (paragraph, "款"), (item, "项")]
    return "".join(f"第{counting(number)}{unit}" for number, unit in parts if number is not None)


def law_clause(law: str, article: int, paragraph: int | None = None, item: int | None = None) -> str:
    """``《中华人民共和国安全生产法》第一百零二条``; the title gets its brackets when it has none."""
    title = law if law.startswith("《") else f"《{law}》"
    return title + clause(article, paragraph, item)


def item_numbers(numbers: Sequence[int]) -> str:
    """``1、2、3`` as the blank 第__项 is filled; runs of four and more are written ``1至5``."""
    parts: list[str] = []
    ordered = sorted(set(numbers))
    start = 0
    for at in range(1, len(ordered) + 1):
        if at < len(ordered) and ordered[at] == ordered[at - 1] + 1:
            continue
        run = ordered[start:at]
        parts += [f"{run[0]}至{run[-1]}"] if len(run) >= 4 else [str(one) for one in run]
        start = at
    return "、".join(parts)


def _clock(when: datetime) -> str:
    return f"{when.hour}时{when.minute:02d}分"


def _capital_integer(number: int) -> str:
    for value, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= value:
            high, low = divmod(number, value)
            gap = "零" if 0 < low < value // 10 else ""
            return _capital_integer(high) + unit + gap + (_capital_integer(low) if low else "")
    return _section(number, _CAPITAL, _PLACES) or _CAPITAL[0]


def _section(number: int, digits: str, places: tuple[str, ...]) -> str:
    text, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if skipped and text else "") + digits[digit] + places[place]
        skipped = not digit
    return text


def _read_integer(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in _CAPITAL:
            digit = _CAPITAL.index(char)
        elif char in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(char) + 1), 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit
