# SPDX-License-Identifier: BSD-3-Clause
# What the scripts share: where the tree is, and how the release build is made. Sourced, not run.

alder_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# nvcc is often installed without being on PATH.
if ! command -v nvcc >/dev/null && [ -x /usr/local/cuda/bin/nvcc ]; then
  PATH=$PATH:/usr/local/cuda/bin
fi

fail() {
  echo "scripts/$(basename "$0"): $1" >&2
  exit "${2:-1}"
}

# Jobs that fit the processors this process may use and the memory (1.5 GB per compiler).
build_jobs() {
  local processors memory
  processors=$(nproc)
  memory=$(awk '/MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo 2>/dev/null || echo 1)
  [ "$memory" -ge 1 ] || memory=1
  echo $((processors < memory ? processors : memory))
}

# The architecture to compile CUDA for: that of the GPU here, else one that is common.
cuda_architecture() {
  local capability
  capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | head -n 1 || true)
  case $capability in
    [0-9]*.[0-9]*) echo "${capability/./}" ;;
    *) echo 90 ;;
  esac
}

# Output for people to follow on a terminal, only what matters in a log.
[ -t 1 ] && build_options=() || build_options=(-- --quiet)

# configure PRESET [CMake arguments...]: configures build/PRESET. ALDER_CMAKE_ARGS adds arguments.
configure() {
  local preset=$1 launcher=()
  shift
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_CUDA_COMPILER_LAUNCHER=ccache)
  fi
  # shellcheck disable=SC2086  # ALDER_CMAKE_ARGS is a list
  (cd "$alder_root" && cmake --preset "$preset" --log-level=WARNING "${launcher[@]}" "$@" \
    ${ALDER_CMAKE_ARGS:-} >/dev/null) || fail "cmake could not configure build/$preset (see above)"
}

# compile PRESET [targets...]: builds build/PRESET.
compile() {
  local preset=$1
  shift
  cmake --build "$alder_root/build/$preset" --parallel "$(build_jobs)" \
    ${1:+--target "$@"} "${build_options[@]}" >&2 ||
    fail "build/$preset does not compile (see above)"
}

# configure_release [CMake arguments...]: the release build, for this machine alone.
configure_release() {
  configure release -DCMAKE_CUDA_ARCHITECTURES="$(cuda_architecture)" "$@"
}
