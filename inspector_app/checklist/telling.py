"""Values of a list in words: limits, answers, conditions, recurrences, as an official would write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspector_app.checklist.field_words import named, worded
from inspector_app.enterprise.requirements import design_keys, mine_facts

Json = Mapping[str, Any]
_YES_NO = {
    "has_contractor": (("有外包施工单位", "with a contractor"), ("没有外包施工单位", "without a contractor")),
    "contracted_blasting": (("爆破外包", "contracted blasting"), ("爆破不外包", "no contracted blasting")),
    "overhead_pond": (("头顶库", "pond above people"), ("不是头顶库", "no pond above people")),
}


class Teller:
    """Tells values in one language."""

    def __init__(self, language: str = "zh") -> None:
        self._speak = language
        self._english = language == "en"

    def value(self, name: str, value: Any) -> str:
        """What stands under a name of an item, in one line; empty when nothing does."""
        if value in (None, "", (), [], {}, False):
            return ""
        match name:
            case "answer":
                return self.answer(value)
            case "when":
                return self.condition(value)
            case "recurrence":
                return self.recurrence(value)
            case "elsewhere":
                return self._both(self.condition(value.get("when", {})), self.recurrence(value), "：")
        if value is True:
            return self._say("是", "yes")
        if isinstance(value, Mapping):
            return "；".join(f"{named(key, self._speak)} {said}" for key, one in value.items()
                            if (said := self.value(key, one)))  # fmt: skip
        if isinstance(value, list | tuple):
            return self._comma([self._listed(name, one) for one in value])
        return worded(name, value, self._speak)

    def change(self, name: str, before: Any, after: Any) -> tuple[str, str]:
        """Both values; of long ones only what differs."""
        told = [self.value(name, one).split(self._say("；", "; ")) for one in (before, after)]
        kept = [[part for part in told[here] if part not in told[1 - here]] for here in (0, 1)]
        first, second = kept if all(kept) else told
        return self._join(first), self._join(second)

    def answer(self, answer: Json) -> str:
        """数值；单位 m³；不少于 200 m³；选项：甲、乙."""
        unit = answer.get("unit") or ""
        parts = [worded("type", answer.get("type", "verdict"), self._speak)]
        parts += [self._both(named("unit", self._speak), unit, " ")] if unit and not self._limits(answer) else []
        parts += [self.limit(answer["bound"], unit)] if answer.get("bound") else []
        parts += [self._design(answer["design"])] if answer.get("design") else []
        parts += [f"{named(name, self._speak)} {answer[name]} {unit}".strip() for name in ("least", "most")
                  if answer.get(name) is not None]  # fmt: skip
        parts += [f"{named(name, self._speak)} {answer[name]}" for name in ("decimals", "default", "formula")
                  if answer.get(name) is not None]  # fmt: skip
        parts += [named(name, self._speak) for name in ("required", "is_required", "is_valid_until")
                  if answer.get(name)]  # fmt: skip
        parts += [self._comma([self._option(one) for one in answer["options"]])] if answer.get("options") else []
        parts += [self._rows(answer["rows"])] if answer.get("rows") else []
        return self._join(parts)

    def limit(self, bound: Json, unit: str = "") -> str:
        """不少于 200 m³."""
        return f"{worded('operator', bound['operator'], self._speak)} {bound['value']} {unit}".strip()

    def condition(self, terms: Json) -> str:
        """仅……才问: 地下矿山；小型."""
        return self._join([self._term(name, value) for name, value in terms.items()])

    def recurrence(self, given: Json) -> str:
        """每 1 月."""
        period = worded("period", given.get("period"), self._speak)
        return self._say(f"每 {given.get('every')} {period}一次", f"every {given.get('every')} {period}")

    def _term(self, name: str, value: Any) -> str:
        if name in _YES_NO:
            return _YES_NO[name][0 if value else 1][self._english]
        match name:
            case "all":
                return self._join([self.condition(one) for one in value])
            case "any":
                return self._say("或者", " or ").join(f"（{self.condition(one)}）" for one in value)
            case "not":
                return f"{self._say('除了', 'except ')}（{self.condition(value)}）"
            case "capacity":
                return self._both(named(name, self._speak), self.limit(value, self._say("万t/a", "10 kt/a")), " ")
            case "design":
                return self._both(self._design_name(value["key"]), self.limit(value), " ")
            case "commissioned" | "day":
                ends = " ".join(f"{named(end, self._speak)} {day}" for end, day in value.items())
                return self._both(named(name, self._speak), ends, " ")
            case "fact":
                return self._comma([self._fact(key, holds) for key, holds in value.items()])
        return self._comma([worded(name, one, self._speak) for one in value])

    def _listed(self, name: str, value: Any) -> str:
        if isinstance(value, Mapping) and "text" in value:
            return f"{worded('kind', value.get('kind'), self._speak)}：{value['text']}"
        return self.value(name, value)

    def _limits(self, answer: Json) -> bool:
        return bool(answer.get("bound"))

    def _design(self, design: Json) -> str:
        factor = design.get("factor") or "1"
        times = "" if factor == "1" else f" × {factor}"
        operator = worded("operator", design["operator"], self._speak)
        return f"{operator}{self._say('设计的', ' the designed ')}{self._design_name(design['key'])}{times}"

    def _design_name(self, key: str) -> str:
        known = design_keys().get(key)
        return key if known is None else known.en if self._english else known.zh

    def _fact(self, key: str, holds: bool) -> str:
        known = mine_facts().get(key)
        name = key if known is None else known.en if self._english else known.zh
        return name if holds else f"{self._say('不是：', 'not: ')}{name}"

    def _option(self, option: Json) -> str:
        words = str(option["label_en" if self._english else "label"])
        proposes = option.get("proposes")
        return words if not proposes else f"{words}（{worded('proposes', proposes, self._speak)}）"

    def _rows(self, rows: Json) -> str:
        title = "title_en" if self._english else "title"
        columns = self._comma([f"{one[title]}（{self.answer(one)}）" for one in rows["columns"]])
        each = rows["named_en" if self._english else "named"]
        value = f"；{named('value', self._speak)} = {rows['value']}" if rows.get("value") else ""
        return f"{self._say('每个', 'for each ')}{each}：{columns}{value}"

    def _join(self, parts: Sequence[str]) -> str:
        return self._say("；", "; ").join(part for part in parts if part)

    def _comma(self, parts: Sequence[str]) -> str:
        return self._say("、", ", ").join(part for part in parts if part)

    def _both(self, first: str, second: str, between: str) -> str:
        return f"{first}{between}{second}"

    def _say(self, zh: str, en: str) -> str:
        return en if self._english else zh
