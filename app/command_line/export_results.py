"""``python -m app export-results``: the results of all studies in one file, while Firstread is closed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.paths import Paths
from app.profile_lock import profile_lock
from app.results.exchange.write import Format, Patients, choices, write_results
from app.store.audit import Action, AuditLog, Entry, login_name
from app.store.journal import Journal
from inference.errors import FirstreadError


def run(profile: Path | None, form: str, out: Path, patients: str | None) -> int:
    """Write the journal's results; ``form`` and ``patients`` are values of Format and Patients.

    Without ``patients`` the most careful choice is taken.

    Returns the exit status: 0 where the file was written, 1 where it was not, 2 where there is no journal.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    if not paths.journal_file.exists():
        print("There is no journal here.", file=sys.stderr)
        return 2
    chosen = Format(form)
    of_patients = Patients(patients) if patients is not None else choices(chosen)[0]
    try:
        with profile_lock(paths), Journal(paths.journal_file) as journal:
            audit = AuditLog(paths.audit_file)
            count = write_results(journal.records(), out, chosen, of_patients)
            said = f"results as {form}, {count} studies, patients {of_patients.value}"
            audit.append([Entry(datetime.now(UTC), login_name(), Action.EXPORTED, detail=said)])
    except FirstreadError as error:
        print(error.reason.text, file=sys.stderr)
        return 1
    print(f"{count} {'study' if count == 1 else 'studies'} written, patients {of_patients.value}.")
    return 0
