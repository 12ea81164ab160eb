from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inference.cluster.slabs import shares


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(0, 3))
def test_each_study_gets_the_slices_that_see_only_itself(answers: list[int], context: int) -> None:
    depths = [count + 2 * context for count in answers]
    owner = np.concatenate([np.full(depth, i) for i, depth in enumerate(depths)])
    # what the network's convolution along z sees of the slabs laid end to end
    windows = np.lib.stride_tricks.sliding_window_view(owner, 2 * context + 1)
    for i, share in enumerate(shares(depths, context)):
        assert len(windows[share]) == answers[i]
        assert (windows[share] == i).all()
