// SPDX-License-Identifier: BSD-3-Clause
#include "support/run_decks.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/h5_contents.hpp"

namespace alder::test {

Deck small_deck(const std::string& ensemble, std::int64_t steps,
                const std::vector<std::string>& overrides) {
  const std::string text = fmt::format(R"(
schema: 1
name: small
units: lj
system:
  lattice: {{style: fcc, density: 0.8442, repeat: [4, 4, 4], species: A}}
  velocities: {{temperature: 3.0, seed: 5}}
species: {{A: {{mass: 1.0}}}}
forcefield:
  pair:
    - {{style: lj/cut, cutoff: 2.5, pairs: [{{between: [A, A], epsilon: 1.0, sigma: 1.0}}]}}
output:
  thermo: {{every: 7}}
  trajectory: {{every: 4, fields: [position, velocity, force, image], precision: double}}
  checkpoint: {{every: 11}}
stages:
  - {{name: first, timestep: 0.005, steps: 25, ensemble: {0}}}
  - {{name: second, timestep: 0.004, steps: {1}, ensemble: {0}}}
execution: {{backend: cpu, threads: 2}}
)",
                                       ensemble, steps - 25);
  return parse_deck(text, "small.yaml", overrides);
}

Report run_until(const Deck& deck, const std::string& folder, std::int64_t stop_at) {
  Simulation simulation(deck);
  simulation.open_output({.directory = folder, .log = {}});
  if (stop_at >= 0) {
    simulation.on_step(1, [&](const Snapshot& s) {
      if (s.step == stop_at) simulation.request_stop();
    });
  }
  return simulation.run();
}

Snapshot run_in(const std::string& folder, const Deck& deck, Ranks& on, std::int64_t stop_at) {
  Simulation simulation(deck, on);
  simulation.open_output({.directory = folder, .log = {}});
  if (stop_at >= 0) {
    simulation.on_step(1, [&](const Snapshot& s) {
      if (s.step == stop_at) simulation.request_stop();
    });
  }
  simulation.run();
  return simulation.snapshot();
}

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void expect_same_outputs(const std::string& a, const std::string& b) {
  EXPECT_EQ(read_file(a + "/small.thermo.csv"), read_file(b + "/small.thermo.csv"));
  EXPECT_FALSE(read_file(a + "/small.thermo.csv").empty());
  for (const char* file : {"/small.h5md", "/small.ckpt.h5"}) {
    const auto left = h5_contents(a + file);
    const auto right = h5_contents(b + file);
    ASSERT_EQ(left.size(), right.size());
    for (const auto& [name, bytes] : left) {
      ASSERT_TRUE(right.contains(name)) << name;
      EXPECT_TRUE(bytes == right.at(name)) << file << ": " << name << " is not the same";
    }
  }
}

}  // namespace alder::test
