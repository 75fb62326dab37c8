# SPDX-License-Identifier: BSD-3-Clause
"""Two ranks beside what the machine itself gives two processes, and beside two threads."""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

from scaling.measure import ENVIRONMENT, machine

STEPS = {32000: 1200, 256000: 160}  # by atoms
VARIANTS = ("mixed", "mixed-reproducible", "double", "double-reproducible")
PLAIN = {key: value for key, value in ENVIRONMENT.items() if key != "ALDER_PROCESSOR_TIMES"}
# Arithmetic on a few numbers, told in seconds: nothing that two processes would have to share.
LOOP = """
import time
begin, x = time.perf_counter(), 1
for _ in range(20_000_000): x = x * 5 % 1000003
print(time.perf_counter() - begin)
"""


def loop(processes):
    """Seconds of the slowest of so many compute-only loops at once."""
    running = [subprocess.Popen([sys.executable, "-c", LOOP], stdout=subprocess.PIPE, text=True)
               for _ in range(processes)]
    return max(float(process.communicate()[0]) for process in running)


def bench_command(alder, atoms, variants, threads, place):
    return [str(alder), "bench", "lj", "--sizes", str(atoms), "--steps", str(STEPS[atoms]),
            "--rounds", "1", "--threads", str(threads), "--variants", ",".join(variants),
            "--json", str(place)]


def bench(alder, atoms, variants, ranks=1, threads=1, copies=1):
    """Seconds of each variant, set-up left out; of the slowest of `copies` runs beside each other."""
    environment = dict(PLAIN, OMP_NUM_THREADS=str(threads))
    launcher = ["mpirun", "-n", str(ranks)] if ranks > 1 else []
    with tempfile.TemporaryDirectory(prefix="alder-scaling-") as folder:
        places = [pathlib.Path(folder) / f"{k}.json" for k in range(copies)]
        running = [subprocess.Popen([*launcher, *bench_command(alder, atoms, variants, threads, p)],
                                    env=environment, stdout=subprocess.DEVNULL) for p in places]
        for process in running:
            if process.wait() != 0:
                raise RuntimeError(f"alder bench ended with {process.returncode}")
        reports = [json.loads(place.read_text())["rows"] for place in places]
    return {rows[0]["variant"]: max(row["seconds"][0] for row in rows)
            for rows in zip(*reports)}


def round_of(alder, atoms):
    """Each way once, one after the other."""
    return {"loop": loop(1), "two loops": loop(2),
            "1 rank": bench(alder, atoms, VARIANTS),
            "2 ranks": bench(alder, atoms, VARIANTS, ranks=2),
            "2 threads": bench(alder, atoms, ("mixed", "double"), threads=2),
            "two alone": bench(alder, atoms, ("mixed", "double"), copies=2)}


def measure(alder, say, rounds):
    found = {"machine": machine(), "rounds": {}}
    for atoms in STEPS:
        found["rounds"][str(atoms)] = [round_of(alder, atoms) for _ in range(rounds)]
        for line in lines_of(found, atoms):
            say(" ".join(line))
    return found


def lines_of(found, atoms):
    """(what, median and range over the rounds, goal) of the ratios."""
    rounds = found["rounds"][str(atoms)]

    def ratio(of):
        values = [of(r) for r in rounds]
        return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"

    def own(r):
        return 2 * r["loop"] / r["two loops"]

    size = f"{atoms:,} atoms"
    lines = [(f"{size}: the machine's own scaling, two compute-only loops", ratio(own), "")]
    for p in ("mixed", "double"):
        lines += [
            (f"{size}, {p}: two runs beside each other, of the machine's own",
             ratio(lambda r, p=p: 2 * r["1 rank"][p] / r["two alone"][p] / own(r)), ""),
            (f"{size}, {p}: 2 ranks, of the machine's own",
             ratio(lambda r, p=p: r["1 rank"][p] / r["2 ranks"][p] / own(r)), "0.95"),
            (f"{size}, {p}: 2 ranks, of 2 threads",
             ratio(lambda r, p=p: r["2 threads"][p] / r["2 ranks"][p]), "0.97")]
        for ranks in ("1 rank", "2 ranks"):
            lines.append((f"{size}, {p}, {ranks}: reproducible over not, time",
                          ratio(lambda r, p=p, k=ranks: r[k][p + "-reproducible"] / r[k][p]),
                          "1.10" if ranks == "1 rank" else ""))
    return lines
