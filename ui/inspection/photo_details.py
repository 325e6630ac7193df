"""What is said of the photo in front: when, by what, where, what it proves; and what is done with that one photo."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from inspector_app.evidence.values import BEFORE_VISIT, TIME_IN_FUTURE
from ui import messages
from ui.bridge import Bridge
from ui.inspection.moments import read_moment, shown_moment
from ui.inspection.photo_rows import PhotoRow
from ui.inspection.photo_words import WORTH_SAYING_S, span
from ui.papers.asking import Answers, Ask, AskBar
from ui.widgets.basic import GRID, LinkButton, column, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector_app.bootstrap import App


class PhotoDetails(QWidget):
    """Facts of one photo; place and proof, a time the camera did not record, putting it back, removing it."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._photo: PhotoRow | None = None
        layout = column(self, gap=GRID // 2)
        self.about = label("", "small")
        self.describe = LinkButton(self.tr("地点和证明对象"), self._ask_words, icon="pen")
        self.state_time = LinkButton(self.tr("填写拍摄时间"), self._ask_time, icon="clock")
        self.unfile = LinkButton(self.tr("放回待整理"), self._unfile, icon="undo-2")
        self.remove = LinkButton(self.tr("移除"), self._ask_reason, icon="trash-2")
        layout.addWidget(self.about)
        layout.addLayout(row(self.describe, self.state_time, self.unfile, self.remove, 1, gap=2 * GRID))
        self.bar = AskBar(bridge, lambda: self._photo.id if self._photo else "")
        layout.addWidget(self.bar)

    def show_photo(self, photo: PhotoRow | None) -> None:
        """Show another photo, or the same one as it stands now; a question about another one is put away."""
        if photo is None or self._photo is None or photo.id != self._photo.id:
            self.bar.hide()
        self._photo = photo
        self.setVisible(photo is not None)
        if photo is None:
            return
        source = {
            "camera": self.tr("相机记录"), "stated_by_officer": self.tr("执法人员填写"),
            "file": self.tr("文件时间，不是拍摄时间"), "not_stated": self.tr("照片里没有时间"),
        }.get(photo.time_source, "")  # fmt: skip
        number = self.tr("第 {0} 张").format(photo.number) if photo.number else ""
        proves = self.tr("证明：{0}").format(photo.proves) if photo.proves else ""
        size = f"{photo.width}×{photo.height}"
        parts = (
            number, photo.place, proves, shown_moment(photo.taken_at), source, self._clock(photo), photo.aside_reason,
            photo.camera, size, photo.file_name,
        )  # fmt: skip
        self.about.setText("  ·  ".join(part for part in parts if part))
        self.about.setToolTip(self.about.text())
        self.state_time.setVisible(photo.time_source != "camera")
        self.unfile.setVisible(photo.finding_id is not None)

    def _clock(self, photo: PhotoRow) -> str:
        """Whether the camera's clock was wrong when it was taken."""
        if TIME_IN_FUTURE in photo.doubts:
            return self.tr("比电脑时间晚，相机时钟不准")
        if BEFORE_VISIT in photo.doubts:
            return self.tr("早于检查开始")
        ahead = photo.clock_ahead_s or 0
        if abs(ahead) < WORTH_SAYING_S:
            return ""
        words = self.tr("相机时钟快 {0}") if ahead > 0 else self.tr("相机时钟慢 {0}")
        return words.format(span(abs(ahead)))

    def _ask_words(self) -> None:
        photo = self._photo
        if photo is None:
            return
        asks = [
            Ask("place", self.tr("拍摄地点"), photo.place, is_required=False),
            Ask("proves", self.tr("证明对象"), photo.proves, is_required=False, is_beside=True),
        ]
        note = self.tr("写进现场照片页；空着时，地点和证明对象取自所归的问题。")
        self.bar.ask(self.tr("地点和证明对象"), asks, self.tr("记录"), self._describe, note=note)

    def _ask_time(self) -> None:
        asks = [Ask("time", self.tr("拍摄时间（相机没有记录，由执法人员填写）"), hint=self.tr("如 3.10 1005"))]
        self.bar.ask(self.tr("填写拍摄时间"), asks, self.tr("记录"), self._state_time)

    def _ask_reason(self) -> None:
        asks = [Ask("reason", self.tr("移除原因（原件和原因都会保留）"), hint=self.tr("如 重复、拍错"))]
        self.bar.ask(self.tr("移除"), asks, self.tr("移除"), self._remove)

    def _describe(self, answers: Answers) -> None:
        self._do(lambda app, actor, photo: app.evidence.describe(actor, photo, **answers))

    def _state_time(self, answers: Answers) -> None:
        moment = read_moment(answers["time"], datetime.now().astimezone())
        if moment is None:
            told = messages.sentence("start.moment_unreadable", text=answers["time"])
            self.bar.say("time", f"{told.happened} {told.todo}")
            return
        stated = moment.isoformat(timespec="minutes")
        self._do(lambda app, actor, photo: app.evidence.state_time(actor, photo, stated))

    def _remove(self, answers: Answers) -> None:
        self._do(lambda app, actor, photo: app.evidence.remove(actor, photo, answers["reason"]))

    def _unfile(self) -> None:
        self._do(lambda app, actor, photo: app.evidence.file(actor, photo, None))

    def _do(self, work: Callable[[App, str, str], Any]) -> None:
        """Do it to the photo in front, and put the question away once it is done."""
        if self._photo is not None:
            actor, photo_id = self._bridge.officer_id, self._photo.id
            self._bridge.ask(lambda app: work(app, actor, photo_id), lambda _done: self.bar.finish(), owner=self)
