# SPDX-License-Identifier: BSD-3-Clause
"""A step's time from its parts: fitted to runs on this machine, and for GPUs that nobody measured.

Fitted: processor time, all ranks together, so that ranks which share a core do not disturb it.
    pair, integrate: ns per atom and step, by atoms per rank (caches)
    list, borders:   ns per atom and ns per ghost at each list build
    refresh:         us per message and ns per ghost at each step
"""
import dataclasses
import math

from scaling import counting
from scaling.measure import DENSITY, REACH


def ghosts_of(row):
    """Ghosts that cross between ranks at a refresh, all ranks together."""
    c = row["communication"]
    size = row.get("bytes_per_ghost", counting.WHOLE_BYTES_PER_GHOST)  # not noted when all were whole
    return c["halo_bytes"] / size / max(c["halo_refreshes"], 1)


def messages_of(row):
    c = row["communication"]
    return c["halo_messages"] / max(c["halo_refreshes"], 1)


def two_factors(points):
    """a and b >= 0 that make a x + b y closest to z, errors relative to z; points (x, y, z)."""
    scaled = [(x / z, y / z) for x, y, z in points if z > 0]
    xx = sum(x * x for x, _ in scaled)
    xy = sum(x * y for x, y in scaled)
    yy = sum(y * y for _, y in scaled)
    sx, sy = sum(x for x, _ in scaled), sum(y for _, y in scaled)
    determinant = xx * yy - xy * xy
    if determinant > 1e-12 * xx * yy:
        a, b = (sx * yy - sy * xy) / determinant, (sy * xx - sx * xy) / determinant
        if a >= 0 and b >= 0:
            return a, b
    if not scaled:
        return 0.0, 0.0
    only_x, only_y = (sx / xx if xx else 0.0), (sy / yy if yy else 0.0)

    def error(a, b):
        return sum((a * x + b * y - 1) ** 2 for x, y in scaled)

    return min(((only_x, 0.0), (0.0, only_y)), key=lambda ab: error(*ab))


class Host:
    """The parameters of this machine's processors."""

    def __init__(self, rows):
        self.rows = {(r["n_atoms"], r["ranks"], r["every"]): r for r in rows}
        self.sizes = sorted({r["n_atoms"] for r in rows})
        self.every = sorted({r["every"] for r in rows})
        alone = [self.rows[n, 1, self.every[-1]] for n in self.sizes]
        self.pair = [self._part(r, "pair") / (r["steps"] + 1) / r["n_atoms"] for r in alone]
        self.integrate = [self._part(r, "integrate") / r["steps"] / r["n_atoms"] for r in alone]
        self.list_atom = [self.per_build(n, 1, "neighbor") / n for n in self.sizes]
        self.list_ghost = self._list_per_ghost()
        pairs = [(n, ghosts_of(self.rows[n, 2, self.every[-1]])) for n in self.sizes]
        self.border_atom, self.border_ghost = two_factors(
            [(n, g, self.per_build(n, 2, "communicate")) for n, g in pairs])
        self.refresh_message, self.refresh_ghost = two_factors(
            [(2, g, self._refresh(n, 2)) for n, g in pairs])

    @staticmethod
    def _part(row, part):
        return row["processor_seconds_by_part"][part]

    def per_build(self, atoms, ranks, part):
        """Seconds a list build adds to a part, from runs that build often and seldom."""
        often, seldom = (self.rows[atoms, ranks, every] for every in self.every)
        builds = often["neighbor_builds"] - seldom["neighbor_builds"]
        return max(self._part(often, part) - self._part(seldom, part), 0) / builds

    def _list_per_ghost(self):
        large = [n for n in self.sizes if n >= 4000]
        extra = [(self.per_build(n, ranks, "neighbor") - n * self.at(self.list_atom, n / ranks)) /
                 ghosts_of(self.rows[n, ranks, self.every[-1]]) for n in large for ranks in (4, 8)]
        return max(sorted(extra)[len(extra) // 2], 0)

    def _refresh(self, atoms, ranks):
        row = self.rows[atoms, ranks, self.every[-1]]
        builds = row["neighbor_builds"] * self.per_build(atoms, ranks, "communicate")
        return max(self._part(row, "communicate") - builds, 0) / row["steps"]

    def at(self, table, atoms_per_rank):
        """A value by atoms per rank, between those measured along their logarithm."""
        x = [math.log(n) for n in self.sizes]
        at = min(max(math.log(atoms_per_rank), x[0]), x[-1])
        k = max(i for i in range(len(x) - 1) if x[i] <= at or i == 0)
        share = (at - x[k]) / (x[k + 1] - x[k])
        return table[k] * (1 - share) + table[k + 1] * share

    def step(self, atoms, ranks, every):
        """Processor seconds of a step, all ranks: (computing, sending)."""
        grid = counting.best_grid(ranks, (1.0,) * 3)
        ghosts, messages = counting.halo(atoms, DENSITY, grid, REACH)
        per_rank = atoms / ranks
        computing = atoms * (self.at(self.pair, per_rank) + self.at(self.integrate, per_rank) +
                             self.at(self.list_atom, per_rank) / every)
        computing += ranks * ghosts * self.list_ghost / every
        if ranks == 1:
            return computing, 0.0
        sending = ranks * (messages * self.refresh_message + ghosts * self.refresh_ghost)
        return computing, sending + (atoms * self.border_atom +
                                     ranks * ghosts * self.border_ghost) / every

    def efficiency(self, atoms, ranks, every):
        """Of `ranks` cores that do not disturb each other, over one."""
        alone, _ = self.step(atoms, 1, every)
        return alone / sum(self.step(atoms, ranks, every))

    def checked(self, row):
        """Measured over predicted processor time of computing; the first list build, which also
        makes room, is taken from the run on one rank."""
        n, ranks, every = row["n_atoms"], row["ranks"], row["every"]
        alone = self.rows[n, 1, every]
        first = self._part(alone, "neighbor") - (alone["neighbor_builds"] - 1) * n * self.at(
            self.list_atom, n)
        predicted = (row["steps"] + 1) * n * self.at(self.pair, n / ranks)
        predicted += row["steps"] * n * self.at(self.integrate, n / ranks) + first
        predicted += (row["neighbor_builds"] - 1) * (n * self.at(self.list_atom, n / ranks) +
                                                    ghosts_of(row) * self.list_ghost)
        measured = sum(self._part(row, part) for part in ("pair", "integrate", "neighbor"))
        return measured / predicted


@dataclasses.dataclass(frozen=True)
class Cluster:
    """GPUs and links; seconds, bytes and atoms. docs/scaling.md says where each figure is from."""
    rate: float  # atom-steps per second of one GPU that has enough atoms
    fixed: float = 15.5e-6  # least time of a step
    memory: float = 1.5e12  # bytes/s when packing: half of 3.0e12
    node: int = 8  # GPUs of a host
    inside: float = 450e9  # bytes/s each way between GPUs of a host
    outside: float = 50e9  # bytes/s each way of a GPU's share of the network
    latency: float = 5e-6  # of a message, assumed
    per_message: float = 1e-6  # to start one, assumed
    pcie: float = 50e9  # bytes/s between GPU and host memory: 64e9 less overheads
    copy: float = 6e-6  # to start a copy between them
    every: int = 20  # steps between list builds


@dataclasses.dataclass(frozen=True)
class Scheme:
    """How ranks exchange ghosts."""
    through_host: bool = True  # messages pass through host memory
    borders_on_host: bool = True  # ghosts are chosen there
    overlap: bool = False  # interior forces are computed meanwhile
    reductions: float = 1.0  # per step: 1 where displacements are checked at every step
    ghost_bytes: int = counting.BYTES_PER_GHOST  # at a refresh


# The last with an MPI that takes the memory of GPUs, and displacements looked at now and then.
ON_HOST, AS_IS, AT_BEST = Scheme(), Scheme(True, False, True), Scheme(False, False, True, 0.1)


def interior_share(atoms_per_rank, grid):
    """Atoms further than the range from every face to another rank, over all."""
    edge = (atoms_per_rank / DENSITY) ** (1 / 3)
    inner = 1.0
    for n in grid:
        inner *= 1.0 if n == 1 else max(edge - 2 * REACH, 0) / edge
    return inner


def gpu_grid(gpus):
    return counting.best_grid(gpus, (1.0,) * 3)


def gpu_step(cluster, scheme, host, atoms, gpus):
    """Seconds of a step of `atoms` in a cube over even bricks."""
    grid = gpu_grid(gpus)
    mine = atoms / gpus
    ghosts, messages = counting.halo(atoms, DENSITY, grid, REACH)
    compute = mine / cluster.rate
    if gpus == 1:
        return cluster.fixed + compute
    link = cluster.inside if gpus <= cluster.node else cluster.outside

    def exchange(size):
        # Pack and unpack move about five times the message each.
        seconds = cluster.latency + messages * cluster.per_message + size / link
        seconds += 2 * 5 * size / cluster.memory
        return seconds + (2 * (cluster.copy + size / cluster.pcie) if scheme.through_host else 0)

    halo = exchange(ghosts * scheme.ghost_bytes)
    reduction = cluster.latency * math.ceil(math.log2(gpus))
    if scheme.reductions >= 1:
        reduction += cluster.copy  # the host reads what it reduces
    if scheme.borders_on_host:
        border = 2 * 32 * mine / cluster.pcie + mine * host.border_atom + ghosts * host.border_ghost
    else:
        # Passes over the atoms near faces for each of up to 26 ranks; counts, then rows, travel.
        border = (48 * mine + 1000 * ghosts) / cluster.memory + 2 * cluster.latency
        border += 5 * cluster.copy + exchange(ghosts * counting.WHOLE_BYTES_PER_GHOST)
    together = compute + halo
    if scheme.overlap:
        inner = interior_share(mine, grid) * compute
        together = max(inner, halo) + compute - inner + cluster.copy
    return cluster.fixed + together + scheme.reductions * reduction + border / cluster.every
