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

# LAMMPS style -> style here, its parameters in the order of pair_coeff, the shift it implies.
STYLES = {
    "lj/cut": ("lj/cut", ["epsilon", "sigma"], "none"),
    "lj/smooth/linear": ("lj/cut", ["epsilon", "sigma"], "force"),
}


class NotYet(Exception):
    """The case needs something this program does not have; the text says what."""


def commands(text):
    """The commands of a LAMMPS input as lists of words."""
    lines = (re.sub("#.*", "", line).split() for line in text.splitlines())
    return [words for words in lines if words]


def modifiers(words):
    """pair_modify key value key value ... as a dictionary."""
    return dict(zip(words[::2], words[1::2]))


def pair_block(case, available):
    """The forcefield block of a case, as a structure for JSON (which is YAML)."""
    style, cutoff, pairs, modify = None, None, [], {}
    for words in case:
        if words[0] == "pair_style":
            style, cutoff = words[1], float(words[-1])
            if style not in STYLES or STYLES[style][0] not in available:
                raise NotYet(f"pair style {style}")
        elif words[0] == "pair_coeff":
            names = STYLES[style][1]
            values = [float(w) for w in words[3:]]
            entry = {"between": [f"S{words[1]}", f"S{words[2]}"], **dict(zip(names, values))}
            entry["cutoff"] = values[len(names)] if len(values) > len(names) else cutoff
            pairs.append(entry)
        elif words[0] == "pair_modify":
            modify.update(modifiers(words[1:]))
        elif words[0] in ("kspace_style", "bond_style", "special_bonds"):
            raise NotYet(words[0])
    name, _, shift = STYLES[style]
    if modify.get("shift") == "yes":
        shift = "energy"
    block = {"style": name, "shift": shift, "tail": modify.get("tail") == "yes", "pairs": pairs}
    return {"mixing": modify.get("mix", "none"), "pair": [block]}


def deck_of(folder, available):
    case = commands((folder / "in.case").read_text())
    units = next(words[1] for words in case if words[0] == "units")
    if units != "lj":
        raise NotYet(f"a deck writer for units {units}")
    forcefield = pair_block(case, available)
    n_types = max(int(s[1:]) for pair in forcefield["pair"][0]["pairs"] for s in pair["between"])
    return {
        "schema": 1,
        "name": folder.name,
        "units": units,
        "system": {"read": {"file": str(folder / "data.lmp"), "format": "lammps-data"}},
        "species": {f"S{k + 1}": {} for k in range(n_types)},
        "forcefield": forcefield,
    }


def rms(rows):
    return math.sqrt(sum(x * x for row in rows for x in row) / len(rows))


def differences(actual, expected):
    """Relative differences by name; a NaN counts as a failure."""
    scale = max(abs(x) for x in expected["pressure_tensor"])
    forces = zip(actual["forces"], expected["forces"])
    return {
        "energy": abs(actual["energy"]["total"] / expected["energy"]["total"] - 1),
        "tail": abs(actual["energy"]["tail"] - expected["energy"]["tail"]),
        "pressure": max(abs(a - b) for a, b in zip(actual["pressure_tensor"],
                                                   expected["pressure_tensor"])) / scale,
        "forces": rms([[a - b for a, b in zip(f, g)] for f, g in forces])
        / rms(expected["forces"]),
    }


def run_case(alder, folder, backend, available, scratch):
    deck = pathlib.Path(scratch) / f"{folder.name}.yaml"
    deck.write_text(json.dumps(deck_of(folder, available)))
    command = [alder, "evaluate", str(deck), "--backend", backend, "--precision", "double"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        return f"exit code {result.returncode}: {result.stderr.strip()}"
    expected = json.loads((folder / "expected.json").read_text())
    off = differences(json.loads(result.stdout), expected)
    wrong = [f"{k} off by {v:.2e}" for k, v in off.items() if not v <= TOLERANCE]
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
