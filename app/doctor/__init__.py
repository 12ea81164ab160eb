"""The doctor: every connection, the processor, the disk; what is wrong and how to mend it. Needs no Qt.

An archive is asked step by step (name, port, association, C-ECHO, C-FIND, one image ...), so that the first step that
fails names the trouble. The network is opened as the worklist does it, in a process of its own, with its numeric
self-test.
"""

from __future__ import annotations

from app.doctor.examination import examine, examine_paths
from app.doctor.finding import Finding
from app.doctor.report import document, run

__all__ = ["Finding", "document", "examine", "examine_paths", "run"]
