"""Why an association was refused, cut off, or granted without a service: each as one plain sentence.

Sources: PS3.8 tables 9-18 (results of presentation contexts), 9-21 (A-ASSOCIATE-RJ) and 9-26 (A-ABORT).
"""

from __future__ import annotations

from typing import Final

_REJECTED: Final[dict[tuple[int, int], str]] = {
    (1, 1): "The archive rejects the connection and gives no reason; ask its administrator to look into its log.",
    (1, 2): "The archive does not speak this kind of DICOM; check that host and port belong to an archive.",
    (1, 3): "The archive does not know our AE title; ask its administrator to add it.",
    (1, 7): "The archive does not answer to the AE title that we call it by; check the AE title in the settings.",
    (2, 1): "The archive's network service rejects the connection; ask its administrator to look into its log.",
    (2, 2): "The archive speaks another version of the DICOM protocol; ask its vendor for an update.",
    (3, 1): "The archive is too busy at the moment; it is worth trying again later.",
    (3, 2): "The archive has no connection free for us; try again later, or ask its administrator for more of them.",
}

_ABORTED: Final[dict[int, str]] = {
    0: "The archive's network service cut the connection off and gives no reason; try again later.",
    1: "The archive cut the connection off, because it could not read what came; look for a proxy or firewall between.",
    2: "The archive cut the connection off, because a message came out of turn; report it to the archive's vendor.",
    4: "The archive cut the connection off, because it does not know a parameter; report it to the archive's vendor.",
    5: "The archive cut the connection off, because a parameter came out of turn; report it to the archive's vendor.",
    6: "The archive cut the connection off, because of a parameter's value; report it to the archive's vendor.",
}

_CONTEXT: Final[dict[int, str]] = {
    0: "accepted",
    1: "refused by the archive's application, which may not allow it to our AE title",
    2: "refused by the archive's network service without a reason",
    3: "refused by the archive's network service, which does not offer this service",
    4: "refused by the archive's network service, which supports none of the encodings",
}


def rejected(result: int, source: int, reason: int) -> str:
    """The sentence of an A-ASSOCIATE-RJ (PS3.8 9.3.4).

    Args:
        result: 1 for good, 2 for the moment; a permanent one with no sentence of its own is worth no second try.
        source: 1 service user, 2 and 3 service provider (ACSE and presentation).
        reason: the diagnostic, within its source.
    """
    known = _REJECTED.get((source, reason))
    if known:
        return known
    then = "try again later" if result == 2 else "report the numbers to its vendor"
    return f"The archive rejects the connection for a reason that DICOM does not define ({source}, {reason}); {then}."


def aborted(source: int, reason: int) -> str:
    """The sentence of an A-ABORT that came in (PS3.8 9.3.8); ``reason`` counts only for source 2, the provider."""
    if source == 0:
        return "The archive's application cut the connection off; ask its administrator to look into its log."
    known = _ABORTED.get(reason) if source == 2 else None
    return known or (
        f"The archive cut the connection off for a reason that DICOM does not define ({source}, {reason}); "
        "report the numbers to its vendor."
    )


def context_result(result: int | None) -> str:
    """What became of a presentation context, and who refused it; ``None`` where the archive left it unanswered."""
    if result is None:
        return "not answered by the archive"
    return _CONTEXT.get(result, f"refused with a number that DICOM does not define ({result})")
