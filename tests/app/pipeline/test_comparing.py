from __future__ import annotations

import numpy as np
import pytest

from app.pipeline.comparing import POOR_AGREEMENT, Comparison
from tests.gui import values
from tests.heads import head


def test_the_prior_is_cut_as_the_open_slice() -> None:
    image = head()
    labels = np.zeros(image.hu.shape, np.uint8)
    z = len(image.hu) // 2
    labels[z, 20:30, 20:30] = 2
    comparison = Comparison(image, image, labels, lambda: False)
    assert comparison.registration.agreement > POOR_AGREEMENT
    hu, drawn = comparison.slice(z)
    assert hu.shape == image.hu.shape[1:] and np.corrcoef(hu.ravel(), image.hu[z].ravel())[0, 1] > 0.99
    assert drawn is not None and drawn.sum() == pytest.approx(labels[z].sum(), rel=0.1)


def test_masks_of_other_slices_are_left_out() -> None:
    image = head()
    comparison = Comparison(image, image, values.result_of(values.volume()).labels, lambda: False)
    assert comparison.slice(0)[1] is None
