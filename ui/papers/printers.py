"""The printers of this machine, asked for beside the window: a printing system that hangs holds nobody up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector_app import printing
from inspector_app.errors import InspectorError
from ui.bridge import Bridge
from ui.inspection.parts import ChoiceBox
from ui.papers.spooler import has_cups

TO_FILE = "pdf"
"""Name of the destination that writes files."""


def printers() -> list[str]:
    """Printers of this machine, the usual one first. May take its time; never on the main thread."""
    if has_cups():
        return printing.printers()
    from PySide6.QtPrintSupport import QPrinterInfo

    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


class Printers(QObject):
    """What one window knows about printers: as they were when it was last answered."""

    found = Signal()
    """An answer came; ``names`` is new."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self.names: list[str] = []
        """The usual one first."""
        self.is_known = False
        """Whether there was an answer yet."""
        self._is_looking = False
        self._waiting: list[Callable[[], None]] = []

    @classmethod
    def of(cls, bridge: Bridge) -> Printers:
        """What this window knows."""
        known = bridge.findChild(cls)
        return known if isinstance(known, Printers) else cls(bridge)

    def look(self) -> None:
        """Ask the system; one question at a time."""
        if not self._is_looking:
            self._is_looking = True
            self._bridge.ask_printers(printers, self._take, self._fail, owner=self)

    def when_known(self, act: Callable[[], None]) -> None:
        """Do this now, or as soon as the first answer is there."""
        if self.is_known:
            act()
        else:
            self._waiting.append(act)

    def _take(self, names: list[str]) -> None:
        self._is_looking, self.is_known, self.names = False, True, names
        self.found.emit()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _fail(self, error: Exception) -> None:
        """Papers go into files meanwhile."""
        self._take([])
        (self._bridge.trouble if isinstance(error, InspectorError) else self._bridge.bug).emit(error)


class PrinterBox(ChoiceBox):
    """Where to print: a printer, the usual one unless another was chosen, or a file."""

    looked = Signal()
    """It stands for what is there now."""

    def __init__(self, bridge: Bridge, name: str, parent: QWidget | None = None) -> None:
        super().__init__((), name, parent)
        self._printers = Printers.of(bridge)
        self._printers.found.connect(self._show)
        self._chosen = ""
        self.activated.connect(self._choose)
        self.setMinimumContentsLength(18)

    def look(self) -> None:
        """Look which printers there are now; what was known before stands meanwhile."""
        if self._printers.is_known:
            self._show()
        else:
            self.set_choices([("", self.tr("正在找打印机…"))])
        self._printers.look()

    def decided(self, act: Callable[[], None]) -> None:
        """Do this with the choice made: at once, or when it is known what there is to choose."""
        self._printers.when_known(act)

    def _show(self) -> None:
        before, names = self.value, self._printers.names
        self.set_choices([*((name, name) for name in names), (TO_FILE, self.tr("存为 PDF 文件"))])
        self.set_value(before if before in names else self._chosen)
        self.looked.emit()

    def _choose(self, _index: int) -> None:
        self._chosen = self.value
