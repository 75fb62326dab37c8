// SPDX-License-Identifier: BSD-3-Clause
// Alder inside a program of your own: liquid argon as A. Rahman simulated it in Phys. Rev. 136,
// A405 (1964), with 864 atoms at 94.4 K and 1.374 g/cm^3. The program makes the liquid, looks at
// every configuration through a callback, and measures two things Alder does not compute for it:
// the pair distribution g(r) and the diffusion coefficient, from the velocity autocorrelation.
//
//   embed_cpp          equilibrates for 20 ps and measures for 40 ps
//   embed_cpp --short  a test of a second: fails unless the liquid looks like one
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "alder.hpp"

namespace {

// A deck may come from a file (alder::read_deck) or, as here, from a text.
const char* const argon = R"(
schema: 1
name: argon
units: real                       # angstrom, fs, kcal/mol
system:
  lattice: {style: fcc, a: 5.78 angstrom, repeat: [6, 6, 6], species: Ar}
  velocities: {temperature: 94.4 K, seed: 1964}
species:
  Ar: {mass: 39.948 amu}
forcefield:
  pair:
    - {style: lj/cut, cutoff: 7.65 angstrom, shift: force,
       pairs: [{between: [Ar, Ar], epsilon: 0.23846 kcal/mol, sigma: 3.4 angstrom}]}
stages:
  - {name: equilibrate, timestep: 10 fs, steps: 2000,
     ensemble: {type: nvt, thermostat: {style: langevin, temperature: 94.4 K, friction: 1 1/ps, seed: 7}}}
  - {name: measure, timestep: 10 fs, steps: 4000, ensemble: {type: nve}}
)";

constexpr double pi = 3.14159265358979323846;

// How many atoms there are at a distance from an atom, relative to a gas of the same density.
class PairDistribution {
 public:
  void add(const alder::Snapshot& s) {
    const double length = s.box.lx;  // the box is a cube
    const auto nearest = [length](double d) { return d - length * std::round(d / length); };
    for (std::size_t i = 0; i < s.position.size(); ++i) {
      for (std::size_t j = i + 1; j < s.position.size(); ++j) {
        const double dx = nearest(s.position[i].x - s.position[j].x);
        const double dy = nearest(s.position[i].y - s.position[j].y);
        const double dz = nearest(s.position[i].z - s.position[j].z);
        const double r = std::sqrt(dx * dx + dy * dy + dz * dz);
        if (r < width * static_cast<double>(count_.size())) {
          ++count_[static_cast<std::size_t>(r / width)];
        }
      }
    }
    const auto n = static_cast<double>(s.position.size());
    pairs_per_volume_ += n * (n - 1) / 2 / (length * length * length);
  }

  [[nodiscard]] double at(std::size_t bin) const {
    const double inner = width * static_cast<double>(bin);
    const double outer = inner + width;
    const double shell = 4 * pi / 3 * (outer * outer * outer - inner * inner * inner);
    return static_cast<double>(count_[bin]) / (shell * pairs_per_volume_);
  }
  [[nodiscard]] std::size_t n_bins() const { return count_.size(); }
  [[nodiscard]] std::size_t highest_bin() const {
    std::size_t best = 0;
    for (std::size_t bin = 1; bin < count_.size(); ++bin) {
      if (at(bin) > at(best)) best = bin;
    }
    return best;
  }

  static constexpr double width = 0.1;  // angstrom

 private:
  std::array<long, 120> count_{};
  double pairs_per_volume_ = 0;
};

// <v(0) . v(t)>, averaged over atoms and over the times that serve as 0.
class VelocityCorrelation {
 public:
  void add(const alder::Snapshot& s) {
    history_.push_back(s.velocity);
    if (history_.size() < length) return;
    const std::vector<alder::Vec3>& start = history_.front();
    for (std::size_t t = 0; t < length; ++t) {
      double sum = 0;
      for (std::size_t i = 0; i < start.size(); ++i) {
        const alder::Vec3& a = start[i];
        const alder::Vec3& b = history_[t][i];
        sum += a.x * b.x + a.y * b.y + a.z * b.z;
      }
      sum_[t] += sum / static_cast<double>(start.size());
    }
    ++n_starts_;
    history_.erase(history_.begin(), history_.begin() + length / 4);
  }

  [[nodiscard]] double at(std::size_t t) const { return sum_[t] / n_starts_; }
  // Green and Kubo: a third of the integral, by trapezes of `interval`.
  [[nodiscard]] double diffusion(double interval) const {
    double sum = -0.5 * (at(0) + at(length - 1));
    for (std::size_t t = 0; t < length; ++t) sum += at(t);
    return sum * interval / 3;
  }

  static constexpr std::size_t length = 100;

 private:
  std::vector<std::vector<alder::Vec3>> history_;
  std::array<double, length> sum_{};
  double n_starts_ = 0;
};

int simulate(bool is_short) {
  // The same overrides as the program's --set.
  std::vector<std::string> overrides;
  if (is_short) overrides = {"stages[0].steps=400", "stages[1].steps=500"};
  const alder::Deck deck = alder::parse_deck(argon, "argon", overrides);
  const std::int64_t equilibration = deck.stages[0].steps;

  PairDistribution distribution;
  VelocityCorrelation correlation;
  constexpr std::int64_t every = 2;  // steps of 10 fs
  alder::Simulation simulation(deck);
  // The callback gets the whole system, rows in id order, numbers in the deck's units.
  simulation.on_step(every, [&](const alder::Snapshot& s) {
    if (s.step <= equilibration) return;
    correlation.add(s);
    if (s.step % 50 == 0) distribution.add(s);
  });
  const alder::Report report = simulation.run();

  std::printf("# r/angstrom  g(r)\n");
  for (std::size_t bin = 30; bin < distribution.n_bins(); bin += 2) {
    std::printf("%8.2f %10.4f\n", PairDistribution::width * (static_cast<double>(bin) + 0.5),
                distribution.at(bin));
  }
  std::printf("# t/ps  normalised velocity autocorrelation\n");
  for (std::size_t t = 0; t < VelocityCorrelation::length; t += 5) {
    std::printf("%8.2f %10.4f\n", 0.02 * static_cast<double>(t),
                correlation.at(t) / correlation.at(0));
  }
  const double peak =
      PairDistribution::width * (static_cast<double>(distribution.highest_bin()) + 0.5);
  // 1 angstrom^2/fs = 0.1 cm^2/s.
  const double diffusion = 0.1 * correlation.diffusion(10.0 * every);
  std::printf("first peak of g(r): %.2f angstrom (Rahman: 3.7)\n", peak);
  std::printf("diffusion: %.2e cm^2/s (Rahman: 2.43e-05)\n", diffusion);
  std::printf("%lld atoms, %.2f million atom-steps/s\n", static_cast<long long>(report.n_atoms),
              1e-6 * report.atom_steps_per_second);
  const bool is_liquid = peak > 3.5 && peak < 3.9 && diffusion > 1e-5 && diffusion < 5e-5;
  if (!is_liquid) std::printf("this is not liquid argon\n");
  return is_liquid ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return simulate(argc > 1 && std::string(argv[1]) == "--short");
  } catch (const alder::Error& error) {  // one sentence or more for the person who can mend it
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  }
}
