from __future__ import annotations

import pytest

from inference.cluster.client import ClusterAddress, ClusterAway, ClusterDetector
from tests.integration.peers import free_port


@pytest.mark.parametrize("url", ["cluster:8900", "ftp://cluster", "https://", ""])
def test_an_address_needs_a_host(url: str) -> None:
    with pytest.raises(ValueError, match="name a host"):
        ClusterAddress(url)


def test_images_travel_open_only_on_this_computer() -> None:
    ClusterAddress("http://127.0.0.1:8900")
    with pytest.raises(ValueError, match="https"):
        ClusterAddress("http://cluster.example.org:8900")


def test_the_token_is_not_shown() -> None:
    assert "secret" not in repr(ClusterAddress("https://cluster.example.org", "secret"))


def test_nobody_there() -> None:
    with pytest.raises(ClusterAway, match="cannot be reached"):
        ClusterDetector(ClusterAddress(f"http://127.0.0.1:{free_port()}")).about()
