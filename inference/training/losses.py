"""Joint training of proposals, classes, boxes and masks: Ren 2015 (approximate joint training) and He 2017.

As the paper: up to 128 sampled ROIs an image, one positive to three negatives. Slices that are known to hold a
hemorrhage but carry no outline take part in nothing: they are neither positive nor negative. Everything happens on the
device of the features, for all slices at once.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from inference.boxes import BOX_WEIGHTS
from inference.training import box_tensors as bt
from inference.training.network import (
    BOX_BINS,
    CLASSES,
    LEVELS,
    MASK_BINS,
    RATIOS,
    Dense,
    HybridMaskRCNN,
    roi_align,
)
from inference.training.truth import Truth

POSITIVES_PER_SLICE, NEGATIVES_PER_SLICE = 32, 96
PROPOSALS, PROPOSAL_NMS = 256, 0.7
#: Boxes whose masks are taught, on average of the slices of a batch.
MASKS_PER_SLICE = 10
#: An anchor may stand out of the slice by this many pixels.
_OUTSIDE = 32


def level_anchors(dense: Dense) -> Tensor:
    """Anchors of every level for the size at hand, [A, 4]."""
    cells = tuple((o.shape[2], o.shape[3]) for o in dense.objectness)
    return bt.anchors(cells, tuple((stride, edge) for _, stride, edge in LEVELS), RATIOS, dense.objectness[0].device)


def flat(dense: Dense) -> tuple[Tensor, Tensor]:
    """Objectness [N, A] and deltas [N, A, 4] of all levels, in the order of :func:`inference.boxes.anchors`."""
    scores = [o.permute(0, 2, 3, 1).flatten(1) for o in dense.objectness]
    deltas = [d.permute(0, 2, 3, 1).reshape(d.shape[0], -1, 4) for d in dense.deltas]
    return torch.cat(scores, 1).float(), torch.cat(deltas, 1).float()


def _at_random(among: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """Indices [N, K] of up to ``most`` true places of ``among`` [N, P], and which of the indices are such places."""
    keys, index = torch.where(among, torch.rand(among.shape, device=among.device), -1.0).topk(
        min(most, among.shape[1]), 1
    )
    return index, keys >= 0


def _sample(positive: Tensor, negative: Tensor, hardness: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Candidates to learn from, one positive to three negatives.

    Of the negatives half are the ones that the network is most wrong about, half are drawn at random; a slice without
    positives gives as many as one with eight.

    Args:
        positive, negative: bool [N, P].
        hardness: float [N, P].

    Returns:
        Which slice, which candidate and whether it is positive, each [S]; the slices in order.
    """
    first, taken = _at_random(positive, POSITIVES_PER_SLICE)
    wanted = 3 * taken.sum(1, keepdim=True).clamp(min=8)
    rank = torch.arange(NEGATIVES_PER_SLICE // 2, device=positive.device)[None]
    most = min(NEGATIVES_PER_SLICE // 2, negative.shape[1])
    values, hard = torch.where(negative, hardness, -torch.inf).topk(most, 1)
    hard_taken = (values > -torch.inf) & (rank[:, :most] < wanted // 2)
    rest = negative.scatter(1, hard, negative.gather(1, hard) & ~hard_taken)
    others, others_taken = _at_random(rest, NEGATIVES_PER_SLICE // 2)
    others_taken &= rank[:, : others.shape[1]] < wanted - wanted // 2
    index = torch.cat([first, hard, others], 1)
    n, place = torch.cat([taken, hard_taken, others_taken], 1).nonzero(as_tuple=True)
    return n, index[n, place], place < first.shape[1]


def _match(candidates: Tensor, truth: Truth) -> tuple[Tensor, Tensor, Tensor]:
    """Best overlap [N, P] of each candidate with any lesion, which one [N, P], and all overlaps [N, P, G]."""
    overlap = bt.iou(candidates, truth.boxes) * (truth.types > 0)[:, None, :]
    best, match = overlap.max(2)
    return best, match, overlap


def losses(model: HybridMaskRCNN, dense: Dense, truth: Truth) -> dict[str, Tensor]:
    """All loss terms of one batch; ``truth`` in the order of the slices of ``dense``.

    What is sampled follows PyTorch's seed.
    """
    height, width = truth.labels.shape[1:]
    anchors = level_anchors(dense)
    scores, deltas = flat(dense)
    known = truth.known[:, None]
    zero = scores.sum() * 0.0
    out = dict.fromkeys(("objectness", "rpn_box", "class", "box", "mask", "dense"), zero)
    if not bool(known.any()):
        return out
    inside = (anchors[:, :2] > -_OUTSIDE).all(1)
    inside &= (anchors[:, 2] < width + _OUTSIDE) & (anchors[:, 3] < height + _OUTSIDE)
    best, match, overlap = _match(anchors, truth)
    positive = (best >= 0.5) & inside
    n, g = (truth.types > 0).nonzero(as_tuple=True)
    positive[n, overlap[n, :, g].argmax(1)] = True  # each lesion gets its best anchor, however small it is
    negative = (best < 0.3) & inside & ~positive
    with torch.no_grad():
        n, chosen, right = _sample(positive & known, negative & known, scores)
    out["objectness"] = F.binary_cross_entropy_with_logits(scores[n, chosen], right.float())
    n, chosen = n[right], chosen[right]
    if len(n):
        target = bt.encode(truth.boxes[n, match[n, chosen]], anchors[chosen])
        out["rpn_box"] = F.smooth_l1_loss(deltas[n, chosen], target, beta=0.11)
    with torch.no_grad():
        n, rois, types, boxes = _sample_rois(scores, deltas, anchors, truth)
    out |= _roi_losses(model, dense, truth, n, rois, types, boxes)
    out["dense"] = _dense_loss(model, dense, truth)
    return out


def propose(scores: Tensor, deltas: Tensor, anchors: Tensor, height: int, width: int) -> tuple[Tensor, Tensor]:
    """The paper's top 256 proposals of each slice, best first, [N, P, 4], and which suppression keeps, [N, P]."""
    top = scores.topk(min(PROPOSALS, scores.shape[1]), 1).indices
    found = bt.decode(deltas.gather(1, top[..., None].expand(-1, -1, 4)), anchors[top])
    found = bt.clip(found, height, width)
    wide = ((found[..., 2:] - found[..., :2]) >= 3).all(-1)
    return found, bt.kept_by_nms(found, wide, PROPOSAL_NMS)


def _sample_rois(
    scores: Tensor, deltas: Tensor, anchors: Tensor, truth: Truth
) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
    """Boxes to classify: slice [S], box [S, 4], type or 0 [S], and the lesion's own box [S, 4]."""
    height, width = truth.labels.shape[1:]
    proposals, kept = propose(scores, deltas, anchors, height, width)
    real = truth.types > 0
    size = (truth.boxes[..., 2:] - truth.boxes[..., :2]).repeat(1, 1, 2)
    jittered = bt.clip(truth.boxes + 0.08 * size * torch.randn(size.shape, device=size.device), height, width)
    candidates = torch.cat([truth.boxes, jittered, proposals], 1)
    usable = torch.cat([real, real, kept], 1) & truth.known[:, None]
    best, match, _ = _match(candidates, truth)
    order = -torch.arange(candidates.shape[1], device=size.device, dtype=torch.float32)  # proposals come best first
    n, chosen, right = _sample((best >= 0.5) & usable, (best < 0.4) & usable, order.expand(len(candidates), -1))
    own = match[n, chosen]
    return n, candidates[n, chosen], torch.where(right, truth.types[n, own], 0), truth.boxes[n, own]


def pool(features: list[Tensor], slices: Tensor, rois: Tensor, bins: int, samples: int) -> Tensor:
    """Features of boxes from the level that fits their size, in the order given: [R, 128, bins, bins]."""
    level = bt.level_of(rois, len(LEVELS))
    parts, order = [], []
    for i, (_, stride, _) in enumerate(LEVELS):
        mine = (level == i).nonzero()[:, 0]
        table = torch.cat([slices[mine, None].float(), rois[mine] / stride], 1)
        parts.append(roi_align(features[i], table, bins, samples))
        order.append(mine)
    return torch.cat(parts)[torch.cat(order).argsort()]


def _roi_losses(
    model: HybridMaskRCNN, dense: Dense, truth: Truth, slices: Tensor, rois: Tensor, types: Tensor, boxes: Tensor
) -> dict[str, Tensor]:
    logits, deltas = model.classify(pool(dense.features, slices, rois, BOX_BINS, samples=2))
    out = {"class": F.cross_entropy(logits.float(), types)}
    positive = types.nonzero()[:, 0]
    if not len(positive):
        return out
    target = bt.encode(boxes[positive], rois[positive], BOX_WEIGHTS)
    out["box"] = F.smooth_l1_loss(deltas.float().reshape(-1, CLASSES, 4)[positive, types[positive]], target)
    masked = positive[torch.randperm(len(positive), device=positive.device)[: MASKS_PER_SLICE * len(truth.known)]]
    answer = model.segment(pool(dense.features, slices[masked], rois[masked], MASK_BINS, samples=1)).float()
    answer = answer[torch.arange(len(masked), device=answer.device), types[masked] - 1]
    wanted = mask_targets(truth, slices[masked], rois[masked], types[masked], 2 * MASK_BINS)
    share = torch.sigmoid(answer)
    overlap = 1 - (2 * (share * wanted).sum((1, 2)) + 1) / (share.sum((1, 2)) + wanted.sum((1, 2)) + 1)
    out["mask"] = F.binary_cross_entropy_with_logits(answer, wanted) + 0.5 * overlap.mean()
    return out


def mask_targets(truth: Truth, slices: Tensor, rois: Tensor, types: Tensor, bins: int) -> Tensor:
    """The label of each box's own type, sampled at ``bins x bins`` cell centres: float32 [R, bins, bins] in [0, 1]."""
    height, width = truth.labels.shape[1:]
    steps = (torch.arange(bins, device=rois.device) + 0.5) / bins
    x = (rois[:, 0:1] + (rois[:, 2:3] - rois[:, 0:1]) * steps - 0.5).clamp(0, width - 1)
    y = (rois[:, 1:2] + (rois[:, 3:4] - rois[:, 1:2]) * steps - 0.5).clamp(0, height - 1)
    left, top = x.long(), y.long()
    fx, fy = (x - left)[:, None, :], (y - top)[:, :, None]

    def own(rows: Tensor, columns: Tensor) -> Tensor:
        found = truth.labels[slices[:, None, None], rows[:, :, None], columns[:, None, :]]
        return (found == types[:, None, None]).float()

    right, bottom = (left + 1).clamp(max=width - 1), (top + 1).clamp(max=height - 1)
    upper = own(top, left) * (1 - fx) + own(top, right) * fx
    lower = own(bottom, left) * (1 - fx) + own(bottom, right) * fx
    return upper * (1 - fy) + lower * fy


def _dense_loss(model: HybridMaskRCNN, dense: Dense, truth: Truth) -> Tensor:
    """Cross entropy and Dice over p2: does this 4 x 4 cell hold blood, and of what type."""
    target = F.max_pool2d(truth.labels[:, None].float(), LEVELS[0][1])[:, 0].long()[truth.known]
    logits = model.dense_types(dense.features[0][truth.known]).float()
    weights = torch.tensor([1.0] + [3.0] * (CLASSES - 1), device=logits.device)
    entropy = F.cross_entropy(logits, target, weights)
    blood, present = 1 - logits.softmax(1)[:, 0], (target > 0).float()
    dice = 1 - (2 * (blood * present).sum() + 1) / (blood.sum() + present.sum() + 1)
    total: Tensor = entropy + 0.5 * dice
    return total
