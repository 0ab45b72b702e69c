#!/usr/bin/env python3
"""Trains a small U-Net on windows of windows.py: network.py WINDOWS.npz NET.pt [--seed 0] [--steps 800]

The same net, steps and rate for every set of windows, and nothing added to them: what differs between two nets is what they saw. About
three minutes on one core."""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

sys.dont_write_bytecode = True
WIDTHS = (16, 32, 48, 64, 64)
BATCH = 8
RATE = 3e-3
torch.set_num_threads(1)


def twice_convolved(inside, outside):
    layers = []
    for channels in (inside, outside):
        layers += [nn.Conv2d(channels, outside, 3, padding=1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class Net(nn.Module):
    """Five levels from half the resolution down; four logits a pixel of the first level are the pixels of the picture."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(3, WIDTHS[0], 4, stride=2, padding=1), nn.ReLU(inplace=True))
        above = (WIDTHS[0], *WIDTHS[:-1])
        self.down = nn.ModuleList(twice_convolved(a, w) for a, w in zip(above, WIDTHS))
        self.up = nn.ModuleList(twice_convolved(w + below, w) for w, below in zip(WIDTHS[:-1], WIDTHS[1:]))
        self.last = nn.Conv2d(WIDTHS[0], 4, 1)

    def forward(self, pictures):
        levels = [self.down[0](self.first(pictures))]
        for step in self.down[1:]:
            levels.append(step(functional.max_pool2d(levels[-1], 2)))
        found = levels.pop()
        for step in reversed(self.up):
            found = step(torch.cat([levels.pop(), functional.interpolate(found, scale_factor=2.0)], dim=1))
        return functional.pixel_shuffle(self.last(found), 2)


def load(file):
    net = Net()
    net.load_state_dict(torch.load(file))
    return net.eval()


def loss_of(logits, masks):
    """Cross-entropy (ink counts twice) and half of the Dice loss: most pixels are paper."""
    ink = torch.sigmoid(logits)
    dice = 1 - (2 * (ink * masks).sum() + 1) / ((ink**2).sum() + (masks**2).sum() + 1)
    return functional.binary_cross_entropy_with_logits(logits, masks, pos_weight=torch.tensor(2.0)) + dice / 2


def train(images, masks, seed, steps):
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    net = Net()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    passes = steps * BATCH // len(images) + 1
    order = np.concatenate([random.permutation(len(images)) for _ in range(passes)])
    losses = []
    for step in range(steps):
        some = order[step * BATCH : (step + 1) * BATCH]
        pictures = torch.from_numpy(images[some]).permute(0, 3, 1, 2).float()
        spread = pictures.std(dim=(1, 2, 3), keepdim=True)
        pictures = (pictures - pictures.mean(dim=(1, 2, 3), keepdim=True)) / (spread + 8)
        loss = loss_of(net(pictures), torch.from_numpy(masks[some]).float()[:, None] / 255)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0 or step + 1 == steps:
            print(f"step {step + 1} loss {np.mean(losses[-100:]):.4f}", flush=True)
    return net


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("windows", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=800)
    args = parser.parse_args()
    with np.load(args.windows) as windows:
        net = train(windows["image"], windows["mask"], args.seed, args.steps)
    torch.save(net.state_dict(), args.out)


if __name__ == "__main__":
    main()
