"""``python -m app forget``: wipes one patient from this workstation, while Firstread is closed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from app.paths import Paths
from app.profile_lock import profile_lock
from app.store.audit import AuditLog
from app.store.cache import ImageCache
from app.store.forgotten import Forgotten
from app.store.journal import Journal
from app.store.wipe import studies_of, wipe
from inference.errors import FirstreadError


def run(profile: Path | None, patient_id: str | None, sure: bool, ask: Callable[[str], str] = input) -> int:
    """Wipe the patient with this ID, asking for what was not given.

    Returns the exit status: 0 where the patient was wiped, 1 where that failed or was not wanted, 2 where no study has
    this ID.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    if not paths.journal_file.exists():
        print("There is no journal here.", file=sys.stderr)
        return 2
    begun = False
    try:
        with profile_lock(paths), Journal(paths.journal_file) as journal:
            if patient_id is None:
                patient_id = ask("Patient ID: ")
            records = studies_of(journal, patient_id)
            if not records:
                print("No study has this Patient ID.", file=sys.stderr)
                return 2
            count = f"{len(records)} {'study' if len(records) == 1 else 'studies'}"
            if not sure and ask(f"Wipe {count} of this patient from this workstation? Type yes: ").strip() != "yes":
                print("Nothing was wiped.")
                return 1
            begun = True
            wipe(records, journal, ImageCache(paths.cache), Forgotten(paths.forgotten_file), AuditLog(paths.audit_file))
    except (EOFError, KeyboardInterrupt):
        partly = "The patient was wiped in part only; give the same command again to wipe the rest."
        print(f"\n{partly if begun else 'Nothing was wiped.'}", file=sys.stderr)
        return 1
    except FirstreadError as error:
        print(f"The patient could not be wiped in full: {error.reason.text}", file=sys.stderr)
        return 1
    print(f"{count} wiped. The archive still has them; Firstread will not fetch them again.")
    return 0
