"""The steps that ask for something: the archive, other ways by which studies come, and the processor."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.doctor.finding import Finding
from app.loaded import with_values
from app.models.settings_form import SettingsForm
from app.models.translation import tr
from app.pacs.association import Cancel
from app.settings import Settings
from app.views.assistant.fields import Fields
from app.views.assistant.pages import Page
from app.views.examination import FindingsView, examine_in_background, text_label

#: Looks at something with these settings, step by step; raises ArchiveCancelled once told to stop.
Look = Callable[[Settings, Cancel], Iterator[Finding]]


class LookingPage(Page):
    """Fields, and a look at how what they say works."""

    def __init__(
        self, name: str, heading: str, text: str, form: SettingsForm, fields: Fields, look: Look, button: str
    ) -> None:
        super().__init__(name, heading, text)
        self.form, self.fields, self._look = form, fields, look
        self._cancel = Cancel()
        self.running = False
        self.tried: Settings | None = None
        self._trying: Settings | None = None
        self.test = QPushButton(button)
        self.test.setAutoDefault(False)
        self.test.clicked.connect(self.start)
        self.summary = text_label("", "title")
        self.found = FindingsView()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.test)
        row.addWidget(self.summary, 1)
        self.body.addWidget(fields)
        self.body.addLayout(row)
        self.body.addWidget(self.found, 1)
        fields.changed.connect(self._changed)

    def typed(self) -> Settings:
        """The settings with what is typed on this page; after ``fields.check()``."""
        return with_values(self.form.settings(), self.fields.values())

    @Slot()
    def start(self) -> None:
        """Look at it, with what is typed; does nothing while that is under way, or where something cannot be used."""
        if self.running or not self.fields.check():
            return
        self.running, self._cancel, self._trying = True, Cancel(), self.typed()
        self.found.clear()
        self.test.setEnabled(False)
        self.summary.setText(tr("Looking ..."))
        settings, look = self._trying, self._look
        examine_in_background(lambda cancel: look(settings, cancel), self._cancel, self._add, self._end)

    @Slot(object)
    def _add(self, finding: Finding) -> None:
        if not self._cancel.is_set:  # of an older look, at what is not typed any more
            self.found.add(finding)

    @Slot()
    def _end(self) -> None:
        self.running = False
        self.test.setEnabled(True)
        self.found.end()
        self.tried = None if self._cancel.is_set else self._trying
        self.summary.setText(self.sentence() if self.tried is not None else "")

    @Slot()
    def _changed(self) -> None:
        """What was found is not about what is typed now."""
        self._cancel.set()
        self.tried = None
        self.summary.setText("")
        self.found.clear()

    def sentence(self) -> str:
        """What the look came to, in plain words."""
        raise NotImplementedError

    def well(self) -> bool | None:
        """Whether all that was looked at is in order; None where nothing was."""
        if self.tried is None or not self.found.findings:
            return None
        return all(finding.ok is not False for finding in self.found.findings)

    def validatePage(self) -> bool:
        if not self.fields.check():
            return False
        self.fields.confirm()
        return True

    def skip(self) -> None:
        if self.fields.values() != {key: self.form.value(key) for key in self.fields.values()}:
            self.fields.put_back()
        self._changed()

    def leave(self) -> None:
        self._cancel.set()


class ArchivePage(LookingPage):
    """Where the archive is, what we call each other, and whether it answers."""

    def __init__(self, form: SettingsForm, look: Look) -> None:
        fields = Fields(
            form,
            (
                ("archive.host", tr("Host name or address")),
                ("archive.port", tr("Port")),
                ("archive.ae_title", tr("AE title of the archive")),
                ("archive.calling_ae_title", tr("AE title of Firstread")),
            ),
        )
        super().__init__(
            tr("Archive"),
            tr("Your archive (PACS)"),
            tr(
                "Its administrator knows host, port and AE title, and has to enter Firstread there as a DICOM node, "
                "with this computer's address. Firstread reads from the archive and changes nothing in it."
            ),
            form, fields, look, tr("&Test the connection"),
        )  # fmt: skip

    def sentence(self) -> str:
        wrong = next((one for one in self.found.findings if one.ok is False), None)
        if wrong is not None:
            return f"{wrong.text} {wrong.remedy}".strip()
        counted = next((one.text for one in self.found.findings if one.name == "archive: C-FIND" and one.ok), "")
        return tr("The archive answers. {what}").format(what=counted).strip()

    def outcome(self) -> tuple[bool | None, str]:
        settings = self.form.settings()
        where = f"{settings.archive_ae_title}, {settings.archive_host}:{settings.archive_port}"
        well = self.well()
        if well is None or self.tried is None or self._address(self.tried) != self._address(settings):
            return None, tr("{where}, not tested yet.").format(where=where)
        return well, f"{where}. {self.sentence()}"

    @staticmethod
    def _address(settings: Settings) -> tuple[object, ...]:
        return (
            settings.archive_host, settings.archive_port, settings.archive_ae_title, settings.archive_calling_ae_title,
        )  # fmt: skip


class ProcessorPage(LookingPage):
    """What the network truly runs on; looked at by itself, because nobody has to type anything for it."""

    def __init__(self, form: SettingsForm, look: Look) -> None:
        super().__init__(
            tr("Processor"),
            tr("What the network runs on"),
            tr(
                "Firstread opens its network, lets it compute a known example, and says on what that truly ran. "
                "A graphics processor (NVIDIA) is faster; without one an exam takes some seconds."
            ),
            form, Fields(form, (("analysis.provider", tr("Use")),)), look, tr("&Look again"),
        )  # fmt: skip
        self._begun = False

    def initializePage(self) -> None:
        if not self._begun:
            self._begun = True
            self.start()

    def _changed(self) -> None:
        super()._changed()
        self._begun = False

    def sentence(self) -> str:
        well = self.well()
        return tr("It works.") if well else tr("It does not work.") if well is False else ""

    def outcome(self) -> tuple[bool | None, str]:
        well = self.well()
        if well is None:
            return None, tr("Not looked at yet; the worklist says what it runs on.")
        finding = next(one for one in self.found.findings if one.ok is well or well)
        return well, f"{finding.text} {finding.remedy}".strip()


class IntakePage(Page):
    """Ways by which studies come without being asked for: our own port, and a watched folder."""

    def __init__(self, form: SettingsForm) -> None:
        super().__init__(
            tr("Ways in"),
            tr("How else studies may come"),
            tr(
                "Firstread asks the archive by itself. Where scanners or routers can send to it as well, or put files "
                "into a folder, studies are there sooner. Both are optional."
            ),
        )
        self.form = form
        self.receive = QCheckBox(tr("&Take studies that scanners, routers and archives send here"))
        self.fields = Fields(form, (("receive.port", tr("On port")), ("receive.ae_title", tr("Under the AE title"))))
        self.watch = QCheckBox(tr("&Watch a folder; nothing in it is changed"))
        self.folder = Fields(form, (("folder.path", tr("Folder")),))
        self.browse = QPushButton(tr("&Choose ..."))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._choose)
        self.note = text_label("", "settingNote")
        for check, key in ((self.receive, "receive.enabled"), (self.watch, "folder.path")):
            check.setChecked(bool(form.value(key)))
            check.setEnabled(not form.locked(key))
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        self.body.addSpacing(4)
        for widget in (self.receive, _indented(self.fields)):
            self.body.addWidget(widget)
        self.body.addSpacing(10)
        inside = QWidget()
        inside.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.watch, _indented(inside), self.note):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.receive.toggled.connect(self._show)
        self.watch.toggled.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.fields.setEnabled(self.receive.isChecked())
        self.folder.setEnabled(self.watch.isChecked())
        self.browse.setEnabled(self.watch.isChecked() and not self.form.locked("folder.path"))
        self.note.setText("")

    @Slot()
    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder to watch"))
        if chosen:
            self.folder.editors["folder.path"].put(chosen)

    def validatePage(self) -> bool:
        watched = self.folder.editors["folder.path"].control
        assert isinstance(watched, QLineEdit)
        if self.watch.isChecked() and not watched.text().strip():
            self.note.setText(tr("Choose a folder, or take the tick away."))
            return False
        if not self.fields.check() or not self.folder.check():
            return False
        self.fields.confirm()
        by_key = {one.key: one for one in Settings.declared()}
        self.form.put(by_key["receive.enabled"], self.receive.isChecked())
        self.form.put(by_key["folder.path"], watched.text().strip() if self.watch.isChecked() else "")
        return True

    def skip(self) -> None:
        self.receive.setChecked(bool(self.form.value("receive.enabled")))
        self.watch.setChecked(bool(self.form.value("folder.path")))
        self.fields.put_back()
        self.folder.put_back()

    def outcome(self) -> tuple[bool | None, str]:
        settings = self.form.settings()
        ways = [tr("asked for from the archive")]
        if settings.receive_enabled:
            ways.append(tr("sent to port {port}").format(port=settings.receive_port))
        if settings.folder_path:
            ways.append(tr("put into a watched folder"))
        return True, tr("Studies are {ways}.").format(ways=", ".join(ways))


def _indented(widget: QWidget) -> QWidget:
    outer = QWidget()
    row = QHBoxLayout(outer)
    row.setContentsMargins(26, 0, 0, 0)
    row.addWidget(widget)
    return outer
