# SPDX-License-Identifier: BSD-3-Clause
"""What ranks must send each other: counted atom by atom for a crystal, and by volumes for a liquid.

The rule is that of docs/domain.md: a rank gets every atom image within `reach` (cutoff + skin) of
its brick, 12 or 24 bytes each, in one message from each rank that owns some. Lengths are in units of the
deck; boxes are orthogonal and periodic.
"""
import itertools
import math

BYTES_PER_GHOST = 12  # in mixed precision, as measured: three 32-bit fractions
WHOLE_BYTES_PER_GHOST = 24  # in double precision, and at list builds
FCC = ((0.0, 0.0, 0.0), (0.5, 0.5, 0.0), (0.5, 0.0, 0.5), (0.0, 0.5, 0.5))
OFF_SITE = (0.11, 0.21, 0.31)  # moves the crystal so that no site lies on a cut


def divisors(n):
    return [k for k in range(1, n + 1) if n % k == 0]


def best_grid(ranks, lengths):
    """Bricks along each axis with the least area of cuts, then the least surface of a brick."""
    def planes(grid):
        return sum(n / length for n, length in zip(grid, lengths) if n > 1)

    def surface(grid):
        return sum(n / length for n, length in zip(grid, lengths))

    # The program's order among equals: few along a first, then few along b.
    grids = [(x, y, ranks // x // y) for x in divisors(ranks) for y in divisors(ranks // x)]
    return min(grids, key=lambda grid: (round(planes(grid), 9), round(surface(grid), 9)))


def crystal_sites(moved=OFF_SITE):
    """Fractions of the cubic cell's edge."""
    return [tuple(b + s for b, s in zip(site, moved)) for site in FCC]


def count_crystal(cells, edge, reach, ranks, moved=OFF_SITE):
    """(messages, bytes, most bytes of one sender) of a refresh: `cells`^3 cells of fcc, all pairs of
    a brick and an image of an atom."""
    length = cells * edge
    grid = best_grid(ranks, (length,) * 3)
    period = 1  # boxes in a frame, along each axis
    while period * length < 2 * reach:
        period *= 2
    cuts = [[k / n for k in range(n + 1)] for n in grid]

    def brick_of(axis, fraction):
        return max(k for k in range(grid[axis]) if cuts[axis][k] <= fraction)

    def near(axis, fraction):
        """(brick, shift) along an axis within reach of an atom."""
        found = []
        for k, shift in itertools.product(range(grid[axis]), range(period)):
            low, high = cuts[axis][k], cuts[axis][k + 1]
            gaps = [max(low - at, at - high, 0.0) for at in
                    (fraction + shift + turn for turn in (-period, 0, period))]
            if min(gaps) * length <= reach:
                found.append((k, shift))
        return found

    pairs, sent = set(), {}
    for cell in itertools.product(range(cells), repeat=3):
        for site in crystal_sites(moved):
            at = [(c + s) / cells % 1.0 for c, s in zip(cell, site)]
            owner = tuple(brick_of(axis, at[axis]) for axis in range(3))
            for image in itertools.product(*(near(axis, at[axis]) for axis in range(3))):
                to = tuple(k for k, _ in image)
                if to == owner:
                    continue  # an image for itself stays in memory
                pairs.add((owner, to))
                sent[owner] = sent.get(owner, 0) + BYTES_PER_GHOST
    return len(pairs), sum(sent.values()), max(sent.values(), default=0)


def shell(lengths, grid, reach):
    """(volume of a brick, volume from which it gets ghosts of others, ranks that send them)."""
    brick, outer, senders = 1.0, 1.0, 1
    for length, n in zip(lengths, grid):
        thick = length / n
        brick *= thick
        outer *= thick if n == 1 else min(thick + 2 * reach, length)
        senders *= 1 if n == 1 else min(n, 1 + 2 * math.ceil(reach / thick))
    return brick, outer - brick, senders - 1


def halo(atoms, density, grid, reach):
    """(ghosts, messages) of a rank at each refresh, for a cube of `atoms` on even bricks."""
    length = (atoms / density) ** (1 / 3)
    _, volume, messages = shell((length,) * 3, grid, reach)
    return density * volume, messages
