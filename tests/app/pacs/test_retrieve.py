"""What is negotiated for a C-GET."""

from __future__ import annotations

from collections import Counter

from app.pacs.contexts import IMAGE_CLASSES, OTHER_CLASSES, get_contexts


def test_the_contexts_fit_into_one_association() -> None:
    contexts = get_contexts()
    assert len(contexts) <= 128
    offered = Counter(str(context.abstract_syntax) for context in contexts)
    assert set(IMAGE_CLASSES) | set(OTHER_CLASSES) < set(offered)
    captures = [uid for uid in OTHER_CLASSES if uid.startswith("1.2.840.10008.5.1.4.1.1.7")]
    assert len(captures) == 4  # of which one in JPEG 2000 would otherwise end the C-GET of its study
    assert all(offered[uid] > 10 for uid in (*IMAGE_CLASSES, *captures))  # one for each encoding


def test_no_compressed_encoding_shares_a_context() -> None:
    """Else an archive would choose one encoding for all images, and fail for those it cannot convert."""
    for context in get_contexts():
        syntaxes = context.transfer_syntax
        assert len(syntaxes) == 1 or not any(syntax.is_compressed for syntax in syntaxes)
