"""What is said about photos and where they come from, in the officer's words."""

from __future__ import annotations

from inspector_app import terms
from inspector_app.evidence.source_values import PlaceKind, Since, Survey
from inspector_app.messages import Message
from ui import language, messages
from ui.inspection.photo_run import ImportResult

MOST_NAMED = 6
"""Bad files told one by one; the rest are counted."""
MOST_NAMED_SHORT = 3
"""Names of doubtful files told in one line."""
WORTH_SAYING_S = 60
"""A camera's clock may be wrong by so much before it is told."""


def place_title(seen: Survey) -> str:
    """What was found: 发现存储卡“NIKON”."""
    name = seen.place.name
    words = {
        PlaceKind.CARD: language.tr("发现存储卡“{0}”"),
        PlaceKind.PHONE: language.tr("发现手机“{0}”"),
        PlaceKind.CHAT: language.tr("聊天下载文件夹“{0}”"),
        PlaceKind.FOLDER: language.tr("文件夹“{0}”"),
    }
    return words[seen.place.kind].format(name)


def since_words(since: Since, count: int) -> str:
    """One choice of the date filter with its count."""
    words = {
        Since.TODAY: language.tr("今天的 {0} 张"),
        Since.INSPECTION: language.tr("检查开始后的 {0} 张"),
        Since.ALL: language.tr("全部 {0} 张"),
    }
    return words[since].format(count)


def notes_of(seen: Survey, since: Since) -> list[str]:
    """What an officer should know before he imports these."""
    chosen = seen.chosen(since)
    known, dismissed = sum(one.is_known for one in chosen), sum(one.is_dismissed for one in chosen)
    by_file = seen.by_file_time(since)
    said = []
    if known:
        said.append(language.tr("其中 {0} 张已导入过").format(known))
    if dismissed:
        said.append(language.tr("{0} 张以前已移除或归到文书，不再导入").format(dismissed))
    if by_file:
        said.append(language.tr("{0} 张没有相机时间，按文件时间算").format(by_file))
    said += clock_notes(seen)
    if left := left_out_words(seen):
        said.append(language.tr("不导入：{0}").format(left))
    return said


def clock_notes(seen: Survey) -> list[str]:
    """Whether the camera's clock can be believed."""
    said = []
    ahead = seen.camera_ahead_s or 0
    if abs(ahead) >= WORTH_SAYING_S:
        words = language.tr("相机时钟比卫星时间快 {0}") if ahead > 0 else language.tr("相机时钟比卫星时间慢 {0}")
        said.append(words.format(span(abs(ahead))))
    if seen.future_s:
        words = language.tr("最新一张的时间比电脑现在还晚 {0}，相机或电脑的时钟不准")
        said.append(words.format(span(seen.future_s)))
    return said


def left_out_words(seen: Survey | None) -> str:
    """Files that are no photos, by kind, with the first names."""
    parts = []
    for one in seen.left_out if seen else ():
        kind = terms.label(one.kind, language.current())
        names = "、".join(one.names[:2]) + ("…" if one.count > 2 else "")
        parts.append(language.tr("{0} {1} 个（{2}）").format(kind, one.count, names))
    return "；".join(parts)


def span(seconds: int) -> str:
    """A length of time in two units at most."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    pairs = (
        (days, language.tr("{0} 天")), (hours, language.tr("{0} 小时")), (minutes, language.tr("{0} 分")),
        (rest, language.tr("{0} 秒")),
    )  # fmt: skip
    said = [words.format(count) for count, words in pairs if count]
    return "".join(said[:2]) if language.current() == "zh" else " ".join(said[:2])


def result_lines(result: ImportResult) -> list[str]:
    """What became of an import."""
    lines = [language.tr("已导入 {0} 张。").format(result.taken)]
    if result.duplicates:
        lines[0] += language.tr("{0} 张早已导入过，没有重复保存。").format(result.duplicates)
    if result.dismissed:
        lines[0] += language.tr("{0} 张以前已移除或归到文书，没有再导入。").format(result.dismissed)
    if result.stopped is not None:
        told = messages.told(result.stopped)
        lines.append(told.happened + language.tr("还差 {0} 张。").format(result.left))
        lines.append(_rest(told))
    elif result.left:
        lines.append(language.tr("已停止，还差 {0} 张；再导入一次只补缺的，不会重复。").format(result.left))
    for name, error in result.failures[:MOST_NAMED]:
        told = messages.told(error)
        lines.append(f"{name}  {told.happened} {told.todo}".strip())
    if len(result.failures) > MOST_NAMED:
        lines.append(language.tr("另有 {0} 个文件不能用。").format(len(result.failures) - MOST_NAMED))
    lines += _warnings(result)
    if left := left_out_words(result.seen):
        lines.append(language.tr("不导入：{0}").format(left))
    return lines


def _warnings(result: ImportResult) -> list[str]:
    """What is doubtful about photos that did come in, one line for each doubt, with the first names."""
    lines = []
    for code in dict.fromkeys(code for _name, code in result.warned):
        names = [name for name, each in result.warned if each == code]
        told = messages.sentence(code)
        some = "、".join(names[:MOST_NAMED_SHORT]) + ("…" if len(names) > MOST_NAMED_SHORT else "")
        doubt = (" " if language.current() == "en" else "").join((told.happened, told.todo))
        lines.append(language.tr("请注意，{0} 张（{1}）：").format(len(names), some) + doubt)
    return lines


def is_clean(result: ImportResult) -> bool:
    """Whether everything meant came in and nothing needs saying."""
    return not (result.warned or result.failures or result.duplicates or result.dismissed or result.left or result.seen)


def _rest(told: Message) -> str:
    return " ".join(part for part in (told.safe, told.todo) if part)
