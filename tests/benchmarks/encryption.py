"""What encrypting the image cache costs: ``python -m tests.benchmarks.encryption [SLICES]``.

The same study of 512 x 512 slices is kept, read as a whole and read by its headers alone, from a plain and from an
encrypted cache in turn; printed are the best times of several rounds and their ratios, which a busy machine disturbs
less than the times.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.store.cache import ImageCache
from inference.dicom import load_volume, read_studies
from tests.app.key_store import key_store
from tests.integration import peers

ROUNDS = 5


def main(slices: int) -> int:
    """Run and print."""
    images = peers.ct_images(slices, size=512)
    uid = str(images[0].StudyInstanceUID)
    with tempfile.TemporaryDirectory() as name, key_store():
        folder = Path(name)
        files = [
            (str(ds.SOPInstanceUID), path.read_bytes())
            for ds, path in zip(images, peers.write(images, folder / "in"), strict=True)
        ]
        caches = ImageCache(folder / "plain"), ImageCache(folder / "encrypted", encrypt=True)

        def keep(cache: ImageCache) -> None:
            for sop, encoded in files:
                cache.store(uid, sop, encoded)

        steps: dict[str, Callable[[ImageCache], object]] = {
            "kept": keep,
            "headers": lambda cache: read_studies(cache.images(uid)),
            "opened": lambda cache: load_volume(read_studies(cache.images(uid))[0].series[0]),
        }
        print(f"{slices} slices, {sum(len(encoded) for _, encoded in files) / 1e6:.0f} MB")
        for what, step in steps.items():
            best = [float("inf")] * len(caches)
            for _ in range(ROUNDS):
                for number, cache in enumerate(caches):
                    started = time.perf_counter()
                    step(cache)
                    best[number] = min(best[number], time.perf_counter() - started)
            plain, sealed = best
            print(
                f"  {what:8} plain {plain * 1e3:7.1f} ms, encrypted {sealed * 1e3:7.1f} ms: {sealed / plain:.2f} times"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 64))
