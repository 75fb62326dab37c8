#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Looks at the symbols of the code that is compiled once per instruction set.

An inline function outside the namespace of its instruction set would be a weak symbol, of which the
linker keeps any one: code for AVX-512 might then run on a processor without it. And the kernels of
a potential are counted: at most 16 for processors and 8 for GPUs.
"""
import re
import subprocess
import sys


def symbols(library):
    """(object file, type, demangled name) of every defined symbol."""
    text = subprocess.run(["nm", "-C", "--defined-only", library], check=True, capture_output=True,
                          text=True).stdout
    member = ""
    for line in text.splitlines():
        if line.endswith(".o:"):
            member = line[:-1]
        elif match := re.match(r"[0-9a-f]* ?([A-Za-z]) (.*)", line):
            yield member, match.group(1), match.group(2)


def main():
    library = sys.argv[1]
    errors, objects, kernels, gpu_kernels = [], set(), {}, {}
    members = set()
    for member, kind, name in symbols(library):
        members.add(member)
        if kernel := re.search(r"\b(?:fixed_)?pair_kernel<alder::(\w+), \w+, \w+>", name):
            gpu_kernels.setdefault(kernel.group(1), set()).add(kernel.group(0))
        found = re.search(r"_simd_(portable|v2|v3|v4)\.cpp\.o$", member)
        if not found:
            continue
        objects.add(member)
        own = f"simd_{found.group(1)}::"
        harmless = name.startswith(("__", "DW.ref."))  # of sanitizers and exception tables
        if kind in "WVuTDB" and own not in name and not harmless:
            errors.append(f"{member}: '{name}' is visible outside {own}")
        if loop := re.match(r".*\bPairLoop<alder::(\w+), \w+, \w+>::run\(", name):
            kernels.setdefault(loop.group(1), set()).add((found.group(1), name))
    if not objects:
        errors.append(f"{library} holds no code per instruction set: the name pattern is out of date")
    if not kernels:
        errors.append("no pair kernels were found: the name pattern is out of date")
    for potential, found in kernels.items():
        if len(found) > 16:
            errors.append(f"{potential} has {len(found)} kernels; at most 16 are allowed")
    for potential, found in gpu_kernels.items():
        if len(found) > 8:
            errors.append(f"{potential} has {len(found)} GPU kernels; at most 8 are allowed")
    if any("gpu_pair_style" in name for name in members) and not gpu_kernels:
        errors.append("no GPU pair kernels were found: the name pattern is out of date")
    print("\n".join(errors) or f"{len(objects)} objects are clean; kernels per potential: " +
          ", ".join(f"{k} {len(v)}" for k, v in sorted(kernels.items())))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
