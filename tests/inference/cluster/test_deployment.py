"""What Ray is told of the department's detector."""

from __future__ import annotations

import warnings

import pytest

pytest.importorskip("ray")

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Ray's, about what it uses itself
    from inference.cluster.service import ServiceOptions, application


def test_replicas_share_gpus_follow_the_load_and_are_looked_after() -> None:
    options = ServiceOptions(token="secret", replicas=(2, 8), gpus=0.25, cpus=3)
    bound = application(options)._bound_deployment
    scaling, config = bound._deployment_config.autoscaling_config, bound._deployment_config
    assert (scaling.min_replicas, scaling.max_replicas) == (2, 8)
    assert bound.ray_actor_options == {"num_gpus": 0.25, "num_cpus": 3}
    assert config.health_check_period_s < config.health_check_timeout_s <= 10
    assert "secret" not in repr(bound.init_args)  # only its hash travels
