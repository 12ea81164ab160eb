"""Joint training of proposals, classes, boxes and masks: Ren 2015 (approximate joint training) and He 2017.

As the paper: up to 128 sampled ROIs an image, one positive to three negatives. Slices that are known to hold a
hemorrhage but carry no outline take part in nothing: they are neither positive nor negative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor
from torch.nn import functional as F

from inference import boxes as bx
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

ROIS_PER_SLICE, POSITIVE_SHARE = 128, 0.25
PROPOSALS, PROPOSAL_NMS = 256, 0.7
#: Components smaller than this are too few pixels to draw a box around.
SMALLEST_PIXELS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Ground truth of one slice.

    Attributes:
        boxes: float32 [G, 4] in pixels.
        types: int64 [G], labels 1 to 5.
        labels: uint8 [H, W].
        known: False where the slice is positive without an outline.
    """

    boxes: bx.Floats
    types: NDArray[np.int64]
    labels: NDArray[np.uint8]
    known: bool

    @classmethod
    def of(cls, labels: NDArray[np.uint8], known: bool) -> Truth:
        """Boxes around the connected parts of each type; parts within 3 pixels count as one (clots in sulci)."""
        found: list[tuple[int, int, int, int]] = []
        types: list[int] = []
        for label in np.unique(labels[labels > 0]):
            mask = labels == label
            parts, count = ndimage.label(ndimage.binary_dilation(mask, iterations=3))
            sizes = np.bincount(parts[mask], minlength=count + 1)
            for i, place in enumerate(ndimage.find_objects(np.where(mask, parts, 0)), start=1):
                if place is None or sizes[i] < SMALLEST_PIXELS:
                    continue
                y, x = place
                grow = max(1, -(-(8 - min(y.stop - y.start, x.stop - x.start)) // 2))
                found.append((x.start - grow, y.start - grow, x.stop + grow, y.stop + grow))
                types.append(int(label))
        boxes = np.asarray(found, np.float32).reshape(-1, 4)
        return cls(bx.clip(boxes, *labels.shape), np.asarray(types, np.int64), labels, known)


def level_anchors(dense: Dense) -> list[bx.Floats]:
    """Anchors of every level for the size at hand."""
    return [
        bx.anchors(o.shape[2], o.shape[3], stride, edge, RATIOS)
        for o, (_, stride, edge) in zip(dense.objectness, LEVELS, strict=True)
    ]


def _flat(dense: Dense) -> tuple[Tensor, Tensor]:
    """Objectness [N, anchors] and deltas [N, anchors, 4] of all levels, in the order of :func:`boxes.anchors`."""
    scores = [o.permute(0, 2, 3, 1).flatten(1) for o in dense.objectness]
    deltas = [d.permute(0, 2, 3, 1).reshape(d.shape[0], -1, 4) for d in dense.deltas]
    return torch.cat(scores, 1).float(), torch.cat(deltas, 1).float()


def _pick(rng: np.random.Generator, candidates: NDArray[np.intp], hardness: bx.Floats, count: int) -> NDArray[np.intp]:
    """``count`` negatives: half the ones the network is most wrong about, half at random."""
    if len(candidates) <= count:
        return candidates
    hard = candidates[np.argsort(-hardness[candidates])[: count // 2]]
    rest = np.setdiff1d(candidates, hard, assume_unique=True)
    return np.concatenate([hard, rng.choice(rest, count - len(hard), replace=False)])


def losses(
    model: HybridMaskRCNN, dense: Dense, truths: list[Truth], rng: np.random.Generator
) -> dict[str, Tensor]:  # fmt: skip
    """All loss terms of one batch; ``truths`` in the order of the slices of ``dense``.

    Matching and sampling happen in numpy on the CPU, whatever the device of ``dense``.
    """
    height, width = truths[0].labels.shape
    places = level_anchors(dense)
    anchors = np.concatenate(places)
    inside = (
        (anchors[:, 0] > -32) & (anchors[:, 1] > -32) & (anchors[:, 2] < width + 32) & (anchors[:, 3] < height + 32)
    )
    scores, deltas = _flat(dense)
    device = scores.device
    scores_np, deltas_np = scores.detach().cpu().numpy(), deltas.detach().cpu().numpy()

    rpn_index: list[tuple[int, NDArray[np.intp], NDArray[np.float32]]] = []
    rpn_box: list[tuple[int, NDArray[np.intp], bx.Floats]] = []
    rois: list[bx.Floats] = []
    roi_slice: list[NDArray[np.intp]] = []
    roi_type: list[NDArray[np.int64]] = []
    roi_truth: list[bx.Floats] = []
    for n, truth in enumerate(truths):
        if not truth.known:
            continue
        best, match = _match(anchors, truth.boxes)
        positive = np.flatnonzero((best >= 0.5) & inside)
        if len(truth.boxes):  # each outline gets its best anchor, however small it is
            positive = np.union1d(positive, bx.iou(anchors, truth.boxes).argmax(0))
        positive = rng.permutation(positive)[: int(ROIS_PER_SLICE * POSITIVE_SHARE)]
        free = np.flatnonzero((best < 0.3) & inside)
        negative = _pick(rng, np.setdiff1d(free, positive), scores_np[n], 3 * max(len(positive), 8))
        chosen = np.concatenate([positive, negative])
        rpn_index.append((n, chosen, (np.arange(len(chosen)) < len(positive)).astype(np.float32)))
        if len(positive):
            rpn_box.append((n, positive, bx.encode(truth.boxes[match[positive]], anchors[positive])))

        proposals = propose(scores_np[n], deltas_np[n], anchors, height, width)
        jitter = truth.boxes + rng.normal(0, 0.08, truth.boxes.shape) * np.tile(
            truth.boxes[:, 2:] - truth.boxes[:, :2], 2
        )
        candidates = np.concatenate([truth.boxes, bx.clip(jitter.astype(np.float32), height, width), proposals])
        best, match = _match(candidates, truth.boxes)
        positive = rng.permutation(np.flatnonzero(best >= 0.5))[: int(ROIS_PER_SLICE * POSITIVE_SHARE)]
        order = -np.arange(len(candidates), dtype=np.float32)  # proposals come best first
        negative = _pick(rng, np.flatnonzero(best < 0.4), order, 3 * max(len(positive), 8))
        chosen = np.concatenate([positive, negative]).astype(np.intp)
        types = np.zeros(len(chosen), np.int64)
        if len(positive):
            types[: len(positive)] = truth.types[match[positive]]
        rois.append(candidates[chosen])
        roi_slice.append(np.full(len(chosen), n, np.intp))
        roi_type.append(types)
        roi_truth.append(truth.boxes[match[chosen]] if len(truth.boxes) else candidates[chosen])

    zero = scores.sum() * 0.0
    out = dict.fromkeys(("objectness", "rpn_box", "class", "box", "mask", "dense"), zero)
    if not rpn_index:
        return out
    picked = torch.cat([scores[n, torch.from_numpy(i).to(device)] for n, i, _ in rpn_index])
    wanted = torch.from_numpy(np.concatenate([t for _, _, t in rpn_index])).to(device)
    out["objectness"] = F.binary_cross_entropy_with_logits(picked, wanted)
    if rpn_box:
        moved = torch.cat([deltas[n, torch.from_numpy(i).to(device)] for n, i, _ in rpn_box])
        target = torch.from_numpy(np.concatenate([t for _, _, t in rpn_box])).to(device)
        out["rpn_box"] = F.smooth_l1_loss(moved, target, beta=0.11)
    out |= _roi_losses(
        model, dense, truths, np.concatenate(rois), np.concatenate(roi_slice), np.concatenate(roi_type),
        np.concatenate(roi_truth),
    )  # fmt: skip
    out["dense"] = _dense_loss(model, dense, truths)
    return out


def _match(candidates: bx.Floats, truth: bx.Floats) -> tuple[bx.Floats, NDArray[np.intp]]:
    """Best overlap of each candidate with any outline, and which one."""
    if not len(truth):
        return np.zeros(len(candidates), np.float32), np.zeros(len(candidates), np.intp)
    overlap = bx.iou(candidates, truth)
    return overlap.max(1), overlap.argmax(1)


def propose(scores: bx.Floats, deltas: bx.Floats, anchors: bx.Floats, height: int, width: int) -> bx.Floats:
    """The paper's top 256 proposals of one slice after non-maximum suppression, best first: [P, 4]."""
    top = np.argpartition(-scores, min(PROPOSALS, len(scores) - 1))[:PROPOSALS]
    found = bx.clip(bx.decode(deltas[top], anchors[top]), height, width)
    wide = np.flatnonzero((found[:, 2] - found[:, 0] >= 3) & (found[:, 3] - found[:, 1] >= 3))
    return found[wide][bx.nms(found[wide], scores[top][wide], PROPOSAL_NMS)]


def pool(features: list[Tensor], rois: bx.Floats, slices: NDArray[np.intp], bins: int, samples: int) -> Tensor:
    """Features of boxes from the level that fits their size, in the order given: [R, 128, bins, bins]."""
    level = bx.level_of(rois, len(LEVELS))
    parts, order = [], []
    for i, (_, stride, _) in enumerate(LEVELS):
        mine = np.flatnonzero(level == i)
        if len(mine):
            table = np.concatenate([slices[mine, None], rois[mine] / stride], 1).astype(np.float32)
            parts.append(roi_align(features[i], torch.from_numpy(table).to(features[i].device), bins, samples))
            order.append(mine)
    return torch.cat(parts)[torch.from_numpy(np.argsort(np.concatenate(order))).to(features[0].device)]


def _roi_losses(
    model: HybridMaskRCNN,
    dense: Dense,
    truths: list[Truth],
    rois: bx.Floats,
    slices: NDArray[np.intp],
    types: NDArray[np.int64],
    truth_boxes: bx.Floats,
) -> dict[str, Tensor]:
    logits, deltas = model.classify(pool(dense.features, rois, slices, BOX_BINS, samples=2))
    device = logits.device
    out = {"class": F.cross_entropy(logits.float(), torch.from_numpy(types).to(device))}
    positive = np.flatnonzero(types)
    if not len(positive):
        return out
    target = torch.from_numpy(bx.encode(truth_boxes[positive], rois[positive], bx.BOX_WEIGHTS)).to(device)
    own = torch.from_numpy(types[positive]).to(device)
    moved = deltas.float().reshape(-1, CLASSES, 4)[torch.from_numpy(positive).to(device), own]
    out["box"] = F.smooth_l1_loss(moved, target)
    masked = positive[:96]
    answer = model.segment(pool(dense.features, rois[masked], slices[masked], MASK_BINS, samples=1)).float()
    answer = answer[torch.arange(len(masked), device=device), torch.from_numpy(types[masked]).to(device) - 1]
    wanted = mask_targets(truths, rois[masked], slices[masked], types[masked], 2 * MASK_BINS).to(device)
    share = torch.sigmoid(answer)
    overlap = 1 - (2 * (share * wanted).sum((1, 2)) + 1) / (share.sum((1, 2)) + wanted.sum((1, 2)) + 1)
    out["mask"] = F.binary_cross_entropy_with_logits(answer, wanted) + 0.5 * overlap.mean()
    return out


def mask_targets(
    truths: list[Truth], rois: bx.Floats, slices: NDArray[np.intp], types: NDArray[np.int64], bins: int
) -> Tensor:
    """The label of each box's own type, sampled at ``bins x bins`` cell centres: float32 [R, bins, bins] in [0, 1]."""
    steps = (np.arange(bins) + 0.5) / bins
    out = np.empty((len(rois), bins, bins), np.float32)
    for i, (roi, n, kind) in enumerate(zip(rois, slices, types, strict=True)):
        x = roi[0] + (roi[2] - roi[0]) * steps - 0.5
        y = roi[1] + (roi[3] - roi[1]) * steps - 0.5
        mask = (truths[n].labels == kind).astype(np.float32)
        grid = np.stack(np.meshgrid(y, x, indexing="ij"))
        out[i] = ndimage.map_coordinates(mask, grid, order=1, mode="nearest")
    return torch.from_numpy(out)


def _dense_loss(model: HybridMaskRCNN, dense: Dense, truths: list[Truth]) -> Tensor:
    """Cross entropy and Dice over p2: does this 4 x 4 cell hold blood, and of what type."""
    device = dense.features[0].device
    known = torch.tensor([t.known for t in truths], device=device)
    labels = torch.from_numpy(np.stack([t.labels for t in truths]).astype(np.float32)).to(device)
    target = F.max_pool2d(labels[:, None], LEVELS[0][1])[:, 0].long()[known]
    logits = model.dense_types(dense.features[0][known]).float()
    weights = torch.tensor([1.0] + [3.0] * (CLASSES - 1), device=device)
    entropy = F.cross_entropy(logits, target, weights)
    blood, truth = 1 - logits.softmax(1)[:, 0], (target > 0).float()
    dice = 1 - (2 * (blood * truth).sum() + 1) / (blood.sum() + truth.sum() + 1)
    total: Tensor = entropy + 0.5 * dice
    return total
