#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs the cases of a reference collection that need only pair styles this program has.

Usage: reference_cases.py ALDER [COLLECTION]. Every folder of the collection holds data.lmp, in.case
(a LAMMPS input) and expected.json; a deck is written from in.case and evaluated on every backend of
the binary. Exits with 77 (skipped) where there is no collection beside the clone.
"""

import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

SKIPPED = 77
TOLERANCE = 1e-10  # relative: energy, rms of the forces, largest element of the pressure tensor


class Style:
    """How a LAMMPS style is said in a deck: the words of pair_style and of pair_coeff."""

    def __init__(self, name, of_style, of_pair, optional=("cutoff",), **keys):
        self.name, self.of_style, self.of_pair = name, of_style.split(), of_pair.split()
        self.optional, self.keys = list(optional), keys


BOTH = ("cutoff", "coulomb_cutoff")
INNER = ("inner", "cutoff")
STYLES = {
    "lj/cut": Style("lj/cut", "cutoff", "epsilon sigma"),
    "lj/smooth/linear": Style("lj/cut", "cutoff", "epsilon sigma", shift="force"),
    "lj/gromacs": Style("lj/cut", "inner cutoff", "epsilon sigma", INNER, switch="gromacs"),
    "lj/smooth": Style("lj/cut", "inner cutoff", "epsilon sigma", INNER, switch="smooth"),
    "lj96/cut": Style("lj96/cut", "cutoff", "epsilon sigma"),
    "lj/expand": Style("lj/expand", "cutoff", "epsilon sigma delta"),
    "mie/cut": Style("mie/cut", "cutoff", "epsilon sigma gamma_r gamma_a"),
    "nm/cut": Style("nm/cut", "cutoff", "e0 r0 n m"),
    "morse": Style("morse", "cutoff", "d0 alpha r0"),
    "buck": Style("buck", "cutoff", "a rho c"),
    "born": Style("born", "cutoff", "a rho sigma c d"),
    "yukawa": Style("yukawa", "kappa cutoff", "a"),
    "soft": Style("soft", "cutoff", "a"),
    "gauss": Style("gauss", "cutoff", "a b"),
    "gauss/cut": Style("gauss/cut", "cutoff", "height r_mh sigma"),
    "table": Style("table", "interpolation points", "file keyword"),
    "zbl": Style("zbl", "inner cutoff", "z_a z_b", ()),
    "coul/cut": Style("coul/cut", "cutoff", ""),
    "coul/debye": Style("coul/debye", "kappa cutoff", ""),
    "coul/dsf": Style("coul/dsf", "alpha cutoff", "", ()),
    "coul/wolf": Style("coul/wolf", "alpha cutoff", "", ()),
    "lj/cut/coul/cut": Style("lj/cut/coul/cut", "cutoff coulomb_cutoff", "epsilon sigma", BOTH),
    "lj/cut/coul/debye": Style("lj/cut/coul/debye", "kappa cutoff coulomb_cutoff",
                               "epsilon sigma", BOTH),
    "lj/cut/coul/dsf": Style("lj/cut/coul/dsf", "alpha cutoff coulomb_cutoff", "epsilon sigma"),
    "born/coul/dsf": Style("born/coul/dsf", "alpha cutoff coulomb_cutoff", "a rho sigma c d"),
}
# Energy and length exponents of what has a dimension.
DIMENSION = {
    "cutoff": (0, 1), "inner": (0, 1), "coulomb_cutoff": (0, 1), "epsilon": (1, 0),
    "sigma": (0, 1), "delta": (0, 1), "d0": (1, 0), "e0": (1, 0), "alpha": (0, -1), "r0": (0, 1),
    "rho": (0, 1), "kappa": (0, -1), "a": (1, 0), "c": (1, 6), "d": (1, 8), "b": (0, -2),
    "height": (1, 1), "r_mh": (0, 1),
}
UNITS = {"metal": "eV", "real": "kcal/mol"}


class NotYet(Exception):
    """The case needs something this program does not have; the text says what."""


def commands(text):
    """The commands of a LAMMPS input as lists of words."""
    lines = (re.sub("#.*", "", line).split() for line in text.splitlines())
    return [words for words in lines if words]


def modifiers(words):
    """pair_modify key value key value ... as a dictionary."""
    return dict(zip(words[::2], words[1::2]))


def numbered(text, n_types):
    """The types that a word such as 2, *, 2* or 1*3 of pair_coeff names."""
    if "*" not in text:
        return [int(text)]
    first, last = text.split("*")
    return range(int(first or 1), int(last or n_types) + 1)


def quantity(name, text, units, style):
    """The value of a parameter with its unit."""
    energy, length = (1, 1) if (style, name) == ("yukawa", "a") else DIMENSION.get(name, (0, 0))
    if name in ("interpolation", "file", "keyword"):
        return text
    if name == "points":
        return int(text)
    number = repr(float(text))
    if units == "lj" or (energy, length) == (0, 0):
        return float(text)
    if energy:
        unit = UNITS[units] + (f"*angstrom^{length}" if length > 1 else "*angstrom" * length)
    else:
        unit = "1/" * (length < 0) + "angstrom" + (f"^{abs(length)}" if abs(length) > 1 else "")
    return f"{number} {unit}"


def sub_styles(words):
    """The styles of a pair_style command with their words."""
    if not words[0].startswith("hybrid"):
        return [words]
    styles = []
    for word in words[1:]:
        if re.match("[a-z]", word):
            styles.append([word])
        else:
            styles[-1].append(word)
    return styles


class Forcefield:
    """The forcefield block of a case, as a structure for JSON (which is YAML)."""

    def __init__(self, case, available, n_types):
        self.available, self.n_types = available, n_types
        self.units = next(words[1] for words in case if words[0] == "units")
        self.entries, self.modify = {}, {}
        for words in case:
            if words[0] == "pair_style":
                for style in sub_styles(words[1:]):
                    self.add_style(style)
            elif words[0] == "pair_coeff":
                self.add_pair(words[1:])
            elif words[0] == "pair_modify":
                self.modify.update(modifiers(words[1:]))
            elif words[0] in ("kspace_style", "bond_style", "special_bonds"):
                raise NotYet(words[0])

    def add_style(self, words):
        name, values = words[0], words[1:]
        if name not in STYLES or STYLES[name].name not in self.available:
            raise NotYet(f"pair style {name}")
        style = STYLES[name]
        entry = {"style": style.name, **style.keys}
        for key, value in zip(style.of_style, values):
            entry[key] = quantity(key, value, self.units, name)
        self.entries[name] = entry

    def add_pair(self, words):
        name = words[2] if len(self.entries) > 1 else next(iter(self.entries))
        values = words[3:] if len(self.entries) > 1 else words[2:]
        style = STYLES[name]
        pair = {}
        for key, value in zip(style.of_pair + style.optional, values):
            pair[key] = quantity(key, value, self.units, name)
        if style.optional == list(BOTH) and len(values) == len(style.of_pair) + 1:
            pair["coulomb_cutoff"] = pair["cutoff"]
        pairs = self.entries[name].setdefault("pairs", [])
        for a in numbered(words[0], self.n_types):
            for b in numbered(words[1], self.n_types):
                between = [f"S{min(a, b)}", f"S{max(a, b)}"]
                pairs[:] = [p for p in pairs if p["between"] != between]
                pairs.append({"between": between, **pair})

    def block(self):
        for entry in self.entries.values():
            if self.modify.get("shift") == "yes" and entry.get("switch") != "gromacs":
                entry.setdefault("shift", "energy")
            if self.modify.get("tail") == "yes":
                entry["tail"] = True
        return {"mixing": self.modify.get("mix", "none"), "pair": list(self.entries.values())}


def deck_of(folder, available):
    case = commands((folder / "in.case").read_text())
    data = (folder / "data.lmp").read_text()
    n_types = int(re.search(r"(\d+) atom types", data).group(1))
    forcefield = Forcefield(case, available, n_types)
    for pair in (p for entry in forcefield.entries.values() for p in entry["pairs"]):
        if "file" in pair:
            pair["file"] = str(folder / pair["file"])
    if forcefield.units not in ("lj", *UNITS):
        raise NotYet(f"a deck writer for units {forcefield.units}")
    style = next(words[1] for words in case if words[0] == "atom_style")
    return {
        "schema": 1,
        "name": folder.name,
        "units": forcefield.units,
        "system": {"read": {"file": str(folder / "data.lmp"), "format": "lammps-data",
                            "atom_style": style}},
        "species": {f"S{k + 1}": {} for k in range(n_types)},
        "forcefield": forcefield.block(),
    }


def rms(rows):
    return math.sqrt(sum(x * x for row in rows for x in row) / len(rows))


def truth(expected):
    """The numbers to meet: those with an exact erfc where the case has them."""
    exact = expected.get("exact")
    if not exact or "energy_total" not in exact:
        return expected
    energy = dict(expected["energy"], total=exact["energy_total"],
                  coul=exact["energy_coulomb_plus_kspace"])
    return dict(expected, energy=energy, pressure_tensor=exact["pressure_tensor"],
                forces=exact["forces"])


def differences(actual, expected):
    """Relative differences by name; a NaN counts as a failure."""
    scale = max(abs(x) for x in expected["pressure_tensor"])
    forces = zip(actual["forces"], expected["forces"])
    energy, total = expected["energy"], abs(expected["energy"]["total"])
    return {
        "energy": abs(actual["energy"]["total"] - energy["total"]) / total,
        "vdw": abs(actual["energy"]["vdw"] - energy["vdw"]) / total,
        "coul": abs(actual["energy"]["coul"] - energy["coul"]) / total,
        "tail": abs(actual["energy"]["tail"] - energy["tail"]),
        "pressure": max(abs(a - b) for a, b in zip(actual["pressure_tensor"],
                                                   expected["pressure_tensor"])) / scale,
        "forces": rms([[a - b for a, b in zip(f, g)] for f, g in forces])
        / rms(expected["forces"]),
    }


def tolerances(expected):
    """By name: what analytic forms meet; what the case says where its numbers come from tables."""
    said = expected.get("suggested_tolerance", {})
    if "table" not in said.get("basis", ""):
        return {}
    return {"energy": said["energy_rel"], "vdw": said["energy_rel"],
            "pressure": said["pressure_rel"], "forces": said["force_rms_over_rms"]}


def run_case(alder, folder, backend, available, scratch):
    deck = pathlib.Path(scratch) / f"{folder.name}.yaml"
    deck.write_text(json.dumps(deck_of(folder, available)))
    command = [alder, "evaluate", str(deck), "--backend", backend, "--precision", "double"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        return f"exit code {result.returncode}: {result.stderr.strip()}"
    expected = truth(json.loads((folder / "expected.json").read_text()))
    allowed = tolerances(expected)
    off = differences(json.loads(result.stdout), expected)
    wrong = [f"{k} off by {v:.2e}" for k, v in off.items() if not v <= allowed.get(k, TOLERANCE)]
    return ", ".join(wrong)


def main():
    alder = sys.argv[1]
    default = pathlib.Path(__file__).resolve().parents[2] / "shared" / "reference"
    collection = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else default
    if not collection.is_dir():
        print("skipped: there is no reference collection beside the clone")
        return SKIPPED
    info = subprocess.run([alder, "info"], capture_output=True, text=True, check=True).stdout
    available = re.search(r"pair styles\s+(.*)", info).group(1).split(", ")
    failed = ran = 0
    with tempfile.TemporaryDirectory() as scratch:
        for folder in sorted(f.parent for f in collection.glob("*/expected.json")):
            for backend in ("reference", "cpu"):
                try:
                    wrong = run_case(alder, folder, backend, available, scratch)
                except NotYet as what:
                    print(f"{folder.name}: not yet: {what}")
                    break
                ran += 1
                failed += bool(wrong)
                print(f"{folder.name} on {backend}: {wrong or 'agrees'}")
    print(f"{ran - failed} of {ran} evaluations agree")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
