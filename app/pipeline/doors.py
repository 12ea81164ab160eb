"""The ways by which studies come without being asked for: our store SCP and the watched folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.events import IntakeStatus
from app.errors import ArchiveError
from app.pacs.commitment import Commitment
from app.pacs.store_scp import Listening, StoreScp
from app.pacs.tls import file_expiries, receiving_tls
from app.pipeline.folder import FolderWatch
from app.pipeline.intake import Intake
from app.settings import Settings
from app.store.journal import Journal

_RECEIVER = "Receiving images"


class Doors:
    """Opened and closed as the settings say; not for use from two threads at once."""

    def __init__(self, intake: Intake, journal: Journal, tell: Callable[[IntakeStatus], None]) -> None:
        """``tell`` is called from any thread."""
        self._intake, self._journal, self._tell = intake, journal, tell
        self._receiver: StoreScp | None = None
        #: Told of an archive's reports on storage commitment, from any thread.
        self.committed: Callable[[Commitment], None] | None = None
        self._folder: FolderWatch | None = None
        self._settings: Settings | None = None
        self._trouble = ""
        self._receives: tuple[object, ...] = (False,)
        self._watches: tuple[object, ...] = ("",)

    @property
    def receiver(self) -> StoreScp | None:
        """Our store SCP, while it is open."""
        return self._receiver

    def open(self, settings: Settings) -> None:
        """Open, close or open anew what the settings ask for; what they leave alone goes on undisturbed."""
        receives = (
            settings.receive_enabled, settings.receive_port, settings.receive_ae_title,
            settings.receive_calling_ae_titles, settings.receive_addresses,
            settings.receive_tls and receiving_tls(settings),
        )  # fmt: skip
        self._settings = settings
        if receives != self._receives:
            self._receives, self._trouble = receives, ""
            self._close_receiver()
            if settings.receive_enabled:
                self._open_receiver(settings)
        watches = (settings.folder_path, settings.folder_interval_s, settings.folder_settle_s)
        if watches != self._watches:
            self._watches = watches
            self._close_folder(10.0)
            if settings.folder_path:
                self._folder = FolderWatch(
                    Path(settings.folder_path), settings.folder_interval_s, settings.folder_settle_s,
                    self._intake, self._journal, self._tell,
                )  # fmt: skip
                self._folder.start()

    def try_again(self) -> None:
        """Open our store where that failed: whoever had its port may have gone, or a certificate may be there now."""
        if self._receiver is None and self._settings is not None and self._settings.receive_enabled:
            self._open_receiver(self._settings)

    def close(self, timeout_s: float) -> bool:
        """Take nothing any more; True where all threads ended in time."""
        if self._folder is not None:
            self._folder.stop()
        self._close_receiver()
        return self._close_folder(timeout_s)

    def _open_receiver(self, settings: Settings) -> None:
        try:
            receiver = StoreScp(Listening.from_settings(settings), self._intake.keep, self._intake.closed)
            receiver.committed = self.committed
            receiver.start()
        except ArchiveError as error:
            self._failed(error.reason.text)
        except ValueError:
            self._failed("receive.addresses holds something that is no address; none is taken.")
        else:
            self._receiver, self._trouble = receiver, ""
            encrypted = ", encrypted" if settings.receive_tls else ""
            text = f"Images are taken on port {settings.receive_port} as {settings.receive_ae_title}{encrypted}."
            if settings.receive_tls:
                told = (one.warning() for one in file_expiries(receiving_tls(settings)))
                text = " ".join((text, *(warning for warning in told if warning)))
            self._tell(IntakeStatus(_RECEIVER, True, text))

    def _failed(self, text: str) -> None:
        if text != self._trouble:
            self._trouble = text
            self._tell(IntakeStatus(_RECEIVER, False, text))

    def _close_receiver(self) -> None:
        receiver, self._receiver = self._receiver, None
        if receiver is not None:
            receiver.stop()

    def _close_folder(self, timeout_s: float) -> bool:
        folder, self._folder = self._folder, None
        if folder is None:
            return True
        folder.stop()
        return folder.join(timeout_s)
