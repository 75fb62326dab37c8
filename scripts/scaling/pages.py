# SPDX-License-Identifier: BSD-3-Clause
"""The tables and plots of docs/scaling.md."""
from scaling import counting, model, plot, two_ranks
from scaling.measure import DENSITY, EDGE, REACH

GPUS = (8, 64, 1024, 16384)
RATES = ((0.476e9, "0.48"), (2.2e9, "2.2"))
SCHEMES = ((model.ON_HOST, "ghosts chosen on the host"), (model.AS_IS, "as it is"),
           (model.AT_BEST, "at best"))
PLOTTED = SCHEMES[1:]
WEAK = 2_000_000  # atoms per GPU
STRONG = (16_384_000, 1_073_741_824, 34_359_738_368)  # the first is that of LUMI's benchmark

# Efficiencies over one GPU (over 8 where it says so) as published; docs/scaling.md has the sources.
LUMI = ((2, 0.947), (4, 0.937), (8, 0.882), (16, 0.827))
PUBLISHED_STRONG = (
    ("LAMMPS LJ 16.4 M, MI250X dies (LUMI)", LUMI),
    ("OpenMM STMV 1.07 M with PME, H100", ((2, 0.80), (3, 0.62), (4, 0.52))),
    ("HOOMD microsphere 1.43 M, P100", ((4, 0.40), (16, 0.22))))
PUBLISHED_WEAK = (("LAMMPS rhodopsin, MI250X dies (of 8)", ((64, 0.71),)),)
# One of the two dies of an MI250X: rate from the same table, half of a 200 Gb/s link.
LUMI_CLUSTER = model.Cluster(rate=0.243e9, inside=50e9, outside=12.5e9)


def table(head, rows):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head),
                      *("| " + " | ".join(row) + " |" for row in rows)])


def weak(cluster, scheme, host, gpus):
    return (model.gpu_step(cluster, scheme, host, WEAK, 1) /
            model.gpu_step(cluster, scheme, host, WEAK * gpus, gpus))


def strong_rate(cluster, scheme, host, atoms, gpus):
    """Steps per second; None where a GPU would need more than 64 million atoms (some 40 GB)."""
    if atoms / gpus > 64e6:
        return None
    return 1 / model.gpu_step(cluster, scheme, host, atoms, gpus)


def counts_table():
    rows = []
    for cells in (6, 12):
        for ranks in (1, 2, 4, 8):
            messages, sent, _ = counting.count_crystal(cells, EDGE, REACH, ranks)
            ghosts, each = counting.halo(4 * cells**3, DENSITY,
                                         counting.best_grid(ranks, (1.0,) * 3), REACH)
            rows.append((f"{4 * cells**3:,}", str(ranks), f"{messages:,}", f"{sent:,}",
                         f"{ranks * each}", f"{ranks * ghosts * counting.BYTES_PER_GHOST:,.0f}"))
    return table(("atoms", "ranks", "messages, counted", "bytes, counted", "messages, by volume",
                  "bytes, by volume"), rows)


def measured_table(host):
    rows = []
    for n in host.sizes:
        for ranks in (2, 4, 8):
            row = host.rows[n, ranks, host.every[-1]]
            grid = counting.best_grid(ranks, (1.0,) * 3)
            ghosts, messages = counting.halo(n, DENSITY, grid, REACH)
            rows.append((f"{n:,}", str(ranks), f"{model.messages_of(row):.0f}",
                         f"{ranks * messages}", f"{model.ghosts_of(row):,.0f}",
                         f"{model.ghosts_of(row) / (ranks * ghosts):.3f}",
                         f"{host.checked(row):.2f}"))
    return table(("atoms", "ranks", "messages per step", "predicted", "ghosts sent per step",
                  "over predicted", "computing: measured over predicted"), rows)


def fitted_table(host):
    def ns(values):
        return ", ".join(f"{1e9 * v:.1f}" for v in values)

    def wall(n, ranks):
        seconds = host.rows[n, ranks, host.every[-1]]["seconds_by_part"]
        return sum(seconds[part] for part in ("pair", "neighbor", "integrate", "communicate"))

    sizes = ", ".join(f"{n:,}" for n in host.sizes)
    every = host.every[-1]
    return table(("parameter", "value"), [
        (f"pair, ns per atom and step, {sizes} atoms per rank", ns(host.pair)),
        ("integrate, likewise", ns(host.integrate)),
        ("list, ns per atom and build, likewise", ns(host.list_atom)),
        ("list, ns per ghost and build", ns([host.list_ghost])),
        ("choosing and sending ghosts, ns per atom and build", ns([host.border_atom])),
        ("the same, ns per ghost and build", ns([host.border_ghost])),
        ("refresh, \u00b5s per message", f"{1e6 * host.refresh_message:.2f}"),
        ("refresh, ns per ghost", ns([host.refresh_ghost])),
        (f"efficiency of 2 ranks by the model, {sizes} atoms",
         ", ".join(f"{host.efficiency(n, 2, every):.3f}" for n in host.sizes)),
        ("the same by the clock, set-up included",
         ", ".join(f"{wall(n, 1) / (2 * wall(n, 2)):.3f}" for n in host.sizes))])


def gpu_table(host):
    rows = []
    for scheme, name in SCHEMES:
        for rate, label in RATES:
            cluster = model.Cluster(rate)
            rows.append((f"weak, {WEAK // 10**6} M atoms per GPU: efficiency", label, name,
                         *(f"{weak(cluster, scheme, host, g):.2f}" for g in GPUS)))
    for atoms in STRONG:
        for scheme, name in SCHEMES:
            for rate, label in RATES:
                rates = [strong_rate(model.Cluster(rate), scheme, host, atoms, g) for g in GPUS]
                rows.append((f"strong, {atoms / 1e6:,.1f} M atoms: steps/s", label, name,
                             *(f"{r:,.0f}" if r and r >= 10 else f"{r:.1f}" if r else "\u2013"
                               for r in rates)))
    return table(("", "10\u2079 atom-steps/s of a GPU", "exchange",
                  *(f"{g:,} GPUs" for g in GPUS)), rows)


def lumi_table(host):
    scheme = model.Scheme(through_host=False, borders_on_host=False, reductions=0.1,
                          ghost_bytes=model.counting.WHOLE_BYTES_PER_GHOST)
    first = model.gpu_step(LUMI_CLUSTER, scheme, host, STRONG[0], 1)
    rows = [("published", *(f"{value:.2f}" for _, value in LUMI)),
            ("the model with LUMI's links",
             *(f"{first / (g * model.gpu_step(LUMI_CLUSTER, scheme, host, STRONG[0], g)):.2f}"
               for g, _ in LUMI))]
    return table(("efficiency on", *(f"{g} dies" for g, _ in LUMI)), rows)


def overlap_table(host):
    """Step times at 64 GPUs without and with interior forces meanwhile, all else at best."""
    rows = []
    for atoms in (2_000_000, 256_000, 32_000):
        for through_host in (True, False):
            row = [f"{atoms:,}", f"{model.interior_share(atoms, model.gpu_grid(64)):.2f}",
                   "the host" if through_host else "MPI alone"]
            for rate, _ in RATES:
                times = [model.gpu_step(model.Cluster(rate), model.Scheme(
                    through_host, False, overlap, 0.1), host, 64 * atoms, 64)
                    for overlap in (False, True)]
                row.append(f"{1e6 * times[0]:,.0f} to {1e6 * times[1]:,.0f} "
                           f"({times[0] / times[1]:.2f})")
            rows.append(tuple(row))
    return table(("atoms per GPU", "interior", "messages through",
                  *(f"\u00b5s per step at {label}e9/s: alone to overlapped (ratio)"
                    for _, label in RATES)), rows)


def weak_plot(host):
    curves = [(f"model: {label}e9/s per GPU, {name}",
               [(g, weak(model.Cluster(rate), scheme, host, g)) for g in (1, 2, 4, *GPUS)],
               "line" if scheme is model.AT_BEST else "dashes")
              for scheme, name in PLOTTED for rate, label in RATES]
    curves += [(f"published: {name}", points, "points") for name, points in PUBLISHED_WEAK]
    return plot.draw(f"Weak scaling, Lennard-Jones, {WEAK // 10**6} million atoms per GPU: a model, "
                     "no GPU was measured", "efficiency", (1, 8, 64, 1024, 16384),
                     (0, 0.2, 0.4, 0.6, 0.8, 1), curves)


def strong_plot(host):
    gpus = (1, 2, 4, 8, 16, 64, 256, 1024, 4096, 16384)
    curves = []
    for scheme, name in PLOTTED:
        for rate, label in RATES:
            cluster = model.Cluster(rate)
            first = model.gpu_step(cluster, scheme, host, STRONG[0], 1)
            curves.append((f"model: {label}e9/s per GPU, {name}",
                           [(g, first / (g * model.gpu_step(cluster, scheme, host, STRONG[0], g)))
                            for g in gpus], "line" if scheme is model.AT_BEST else "dashes"))
    curves += [(f"published: {name}", points, "points") for name, points in PUBLISHED_STRONG]
    return plot.draw("Strong scaling, Lennard-Jones, 16.4 million atoms: a model, no GPU was measured",
                     "efficiency", (1, 8, 64, 1024, 16384), (0, 0.2, 0.4, 0.6, 0.8, 1), curves)


def rate_plot(host):
    curves = []
    for atoms in STRONG:
        for scheme, name in PLOTTED:
            points = [(g, strong_rate(model.Cluster(RATES[1][0]), scheme, host, atoms, g))
                      for g in (8, 64, 256, 1024, 4096, 16384)]
            curves.append((f"model: {atoms / 1e6:,.0f} M atoms, {name}",
                           [(g, r) for g, r in points if r],
                           "line" if scheme is model.AT_BEST else "dashes"))
    return plot.draw("Steps per second, Lennard-Jones, GPUs of 2.2e9 atom-steps/s: a model, no GPU "
                     "was measured", "steps per second", (8, 64, 1024, 16384),
                     (1, 10, 100, 1000, 10000, 100000), curves, logarithmic=True)


def two_ranks_table(found):
    return table(("", "median (least to most)", "goal"),
                 [line for atoms in two_ranks.STEPS for line in two_ranks.lines_of(found, atoms)])


def tables(host, two):
    return {"counts": counts_table(), "measured": measured_table(host),
            "fitted": fitted_table(host), "two-ranks": two_ranks_table(two),
            "lumi": lumi_table(host), "gpus": gpu_table(host),
            "overlap": overlap_table(host)}


def plots(host):
    return {"scaling-weak.svg": weak_plot(host), "scaling-strong.svg": strong_plot(host),
            "scaling-rate.svg": rate_plot(host)}
