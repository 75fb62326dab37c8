// SPDX-License-Identifier: BSD-3-Clause
// Runs small systems through every kernel of the engine on the emulated GPU, compiled with
// ThreadSanitizer: a data race in a kernel is its report. Also compares schedules: the same bits
// must come out of every order of threads, blocks and streams.
#include <cstdio>
#include <string>
#include <utility>

#include "atoms/make_system.hpp"
#include "deck/read_deck.hpp"
#include "domain/communicator.hpp"
#include "emulation/config.hpp"
#include "emulation/queue.hpp"
#include "simulation/build.hpp"
#include "simulation/run.hpp"

namespace {

using namespace alder;

// A liquid, a cell thinner than the range (ghosts), and a box whose halves have an inside (rows
// without ghosts are computed apart, on two ranks).
constexpr const char* systems[] = {
    "lattice: {style: fcc, density: 0.8442, repeat: [5, 5, 5], species: A}\n"
    "  velocities: {temperature: 3.0, seed: 5}\n",
    "lattice: {style: fcc, density: 0.8442, repeat: [2, 2, 2], species: A}\n"
    "  velocities: {temperature: 3.0, seed: 6}\n",
    "lattice: {style: fcc, density: 0.8442, repeat: [3, 3, 8], species: A}\n"
    "  velocities: {temperature: 3.0, seed: 7}\n"};

Deck deck_of(const std::string& system, Precision precision, bool reproducible = false) {
  Deck deck =
      read_deck_text("schema: 1\nunits: lj\nsystem:\n  " + system +
                         "species:\n  A: {mass: 1.0}\nforcefield:\n  pair:\n"
                         "    - {style: lj/cut, cutoff: 2.5, shift: force, pairs: "
                         "[{between: [A, A], epsilon: 1.0, sigma: 1.0}]}\n"
                         "neighbor: {skin: 0.2}\noutput: {thermo: {every: 5}}\n"
                         "stages:\n  - {timestep: 0.005, steps: 12, ensemble: {type: nve}}\n",
                     "kernels_run", {}, pair_style_schemas());
  deck.execution.precision = precision;
  deck.execution.reproducible = reproducible;
  return deck;
}

Snapshot outcome(Communicator& communicator, const Deck& deck, emulation::Order order) {
  emulation::config().order = order;
  Run run(deck, Device::open(Backend::cuda), communicator, make_system(deck));
  static_cast<void>(run.evaluate());
  run.run();
  return run.copy_of_system();
}

// Between output and list builds the host does not wait for the stream: how far atoms have moved it
// learns from an event, as it does that messages are packed.
std::int64_t waits_in_quiet_steps(Communicator& communicator, const std::string& repeat) {
  emulation::config().order = emulation::Order::reverse;
  const Deck deck = deck_of("lattice: {style: fcc, density: 0.8442, repeat: " + repeat +
                                ", species: A}\n"
                                "  velocities: {temperature: 0.001, seed: 5}\n",
                            Precision::full);
  Run run(deck, Device::open(Backend::cuda), communicator, make_system(deck));
  run.advance(5);
  const std::int64_t before = emulation::stream_waits();
  run.advance(30);
  return emulation::stream_waits() - before;
}

bool same_bits(const Snapshot& a, const Snapshot& b) {
  return a.position == b.position && a.velocity == b.velocity && a.force == b.force;
}

}  // namespace

int main() {
  const auto communicator = make_world_communicator();
  int failures = 0;
  for (const char* system : systems) {
    for (const Precision precision : {Precision::full, Precision::mixed}) {
      for (const bool reproducible : {false, true}) {
        const Deck deck = deck_of(system, precision, reproducible);
        const Snapshot fifo = outcome(*communicator, deck, emulation::Order::fifo);
        for (const auto order : {emulation::Order::reverse, emulation::Order::random}) {
          if (same_bits(outcome(*communicator, deck, order), fifo)) continue;
          std::printf("the result depends on the order of threads\n");
          ++failures;
        }
      }
    }
  }
  for (const char* repeat : {"[4, 4, 4]", "[2, 4, 4]", "[4, 4, 8]"}) {
    const std::int64_t waits = waits_in_quiet_steps(*communicator, repeat);
    if (waits == 0) continue;
    std::printf("%s cells: the host waited %ld times for the stream in 30 steps\n", repeat,
                static_cast<long>(waits));
    ++failures;
  }
  return failures == 0 ? 0 : 1;
}
