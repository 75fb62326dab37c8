#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# Builds the position measurement: build.sh [compiler] [program]
set -e
cd "$(dirname "$0")"
${1:-g++} -std=c++20 -O3 -march=x86-64-v2 -ffp-contract=off -I. kernels.cpp system.cpp spike.cpp \
  -o "${2:-spike}" $(pkg-config --cflags --libs libhwy)
