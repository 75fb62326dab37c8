# SPDX-License-Identifier: BSD-3-Clause
"""Runs Alder on 1, 2, 4 and 8 ranks of this machine and keeps what it says of itself."""
import datetime
import json
import os
import pathlib
import platform
import subprocess
import tempfile

from scaling import counting

ROOT = pathlib.Path(__file__).resolve().parents[2]
DENSITY, CUTOFF, SKIN = 0.8442, 2.5, 0.3
REACH = CUTOFF + SKIN
EDGE = (4 / DENSITY) ** (1 / 3)
RANKS = (1, 2, 4, 8)
STEPS = {5: 6000, 10: 1000, 20: 200, 40: 40}  # by cells along an edge
EVERY = (5, 20)  # steps between list builds
ROUNDS = 2
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1", OMPI_ALLOW_RUN_AS_ROOT="1",
                   OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", OMPI_MCA_rmaps_base_oversubscribe="1",
                   OMPI_MCA_mpi_yield_when_idle="1", ALDER_PROCESSOR_TIMES="1")


def deck(cells, steps, every=20):
    """The Lennard-Jones melt of `alder bench lj`, its crystal moved off the cuts between ranks."""
    sites = ", ".join(str([round(f, 6) for f in site]) for site in counting.crystal_sites())
    return f"""schema: 1
name: lj
units: lj
system:
  lattice: {{style: custom, density: {DENSITY}, repeat: [{cells}, {cells}, {cells}], species: [A],
            basis: [{sites}]}}
  velocities: {{temperature: 1.44, seed: 87287}}
species: {{A: {{mass: 1.0}}}}
forcefield:
  pair: [{{style: lj/cut, cutoff: {CUTOFF}, pairs: [{{between: [A, A], epsilon: 1.0, sigma: 1.0}}]}}]
neighbor: {{skin: {SKIN}, every: {every}, check: false}}
output: {{thermo: {{every: {max(steps, 1)}}}}}
stages: [{{timestep: 0.005, steps: {steps}, ensemble: {{type: nve}}}}]
execution: {{backend: cpu, precision: mixed}}
"""


def run(alder, text, ranks=1, threads=1, extra=(), mpirun="mpirun"):
    """The report of a run; raises RuntimeError with what Alder said."""
    with tempfile.TemporaryDirectory(prefix="alder-scaling-") as folder:
        place = pathlib.Path(folder)
        (place / "lj.yaml").write_text(text)
        launcher = [mpirun, "-n", str(ranks)] if ranks > 1 else []
        result = subprocess.run(
            [*launcher, str(alder), "run", str(place / "lj.yaml"), "-q", "--output-dir", folder,
             "--json", str(place / "out.json"), "--threads", str(threads), *extra],
            env=ENVIRONMENT, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise RuntimeError(result.stdout + result.stderr)
        return json.loads((place / "out.json").read_text())["report"]


def row(alder, cells, ranks, every):
    """One size on some ranks, the quieter of ROUNDS runs."""
    reports = [run(alder, deck(cells, STEPS[cells], every), ranks) for _ in range(ROUNDS)]
    best = min(reports, key=lambda r: sum(r["processor_seconds_by_part"].values()))
    kept = ("n_atoms", "steps", "neighbor_builds", "ranks", "seconds_by_part",
            "processor_seconds_by_part", "communication")
    return {"cells": cells, "every": every, "bytes_per_ghost": counting.BYTES_PER_GHOST,
            **{key: best[key] for key in kept}}


def machine():
    name = platform.processor()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
    return {"processor": name, "cores": len(os.sched_getaffinity(0)),
            "load_before": round(os.getloadavg()[0], 2)}


def commit():
    return subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
                          capture_output=True, text=True, check=False).stdout.strip()


def measure(alder, say):
    """Everything the model is fitted to. About two minutes on two cores."""
    found = {"date": datetime.date.today().isoformat(), "commit": commit(), "machine": machine(),
             "rows": []}
    for cells in STEPS:
        for ranks in RANKS:
            for every in EVERY:
                found["rows"].append(row(alder, cells, ranks, every))
            last = found["rows"][-1]
            say(f"{last['n_atoms']} atoms, {ranks} ranks: "
                f"{sum(last['processor_seconds_by_part'].values()):.2f} s of processors")
    return found
