// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "atoms/frame.hpp"

namespace alder {
namespace {

constexpr std::size_t most_atoms_named = 5;
constexpr double infinity = std::numeric_limits<double>::infinity();

double length(const Vec3& v) {
  const double n = std::sqrt(dot(v, v));
  return std::isfinite(n) ? n : infinity;
}

struct Suspect {
  std::size_t row = 0;
  double speed = 0, force = 0;
  double distance = infinity;  ///< to the nearest atom
  std::int64_t nearest = 0;    ///< its id
};

// The speed that half of all atoms do not reach.
double median_speed(const Snapshot& s) {
  std::vector<double> speeds;
  for (const Vec3& v : s.velocity) speeds.push_back(length(v));
  if (speeds.empty()) return 0;
  const auto middle = speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2);
  std::nth_element(speeds.begin(), middle, speeds.end());
  return *middle;
}

// The fastest atoms; those with the largest force where speeds are equal.
std::vector<Suspect> find_suspects(const Snapshot& s) {
  std::vector<Suspect> all;
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    all.push_back({i, length(s.velocity[i]), s.force.empty() ? 0 : length(s.force[i])});
  }
  const std::size_t count = std::min(most_atoms_named, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                    [](const Suspect& a, const Suspect& b) {
                      return a.speed != b.speed ? a.speed > b.speed : a.force > b.force;
                    });
  all.resize(count);
  return all;
}

void find_nearest(Suspect& suspect, const std::vector<Position>& position, const Snapshot& s,
                  const Frame& frame) {
  for (std::size_t j = 0; j < position.size(); ++j) {
    if (j == suspect.row) continue;
    const double r = length(frame.displacement(position[suspect.row], position[j]));
    if (r >= suspect.distance) continue;
    suspect.distance = r;
    suspect.nearest = s.id[j];
  }
}

std::string number(double value, double unit, std::string_view name) {
  if (!std::isfinite(value)) return "not a number";
  return fmt::format("{:.4g}{}{}", value / unit, name.empty() ? "" : " ", name);
}

std::string describe(const Suspect& a, const Snapshot& s, const Units& u, double median) {
  std::string text = fmt::format(
      "  atom {}: at the last list build atom {} was {} away; speed {}", s.id[a.row], a.nearest,
      number(a.distance, u.length, u.length_name), number(a.speed, u.velocity(), ""));
  if (std::isfinite(a.speed) && median > 0) {
    text += fmt::format(" ({:.3g} times the median)", a.speed / median);
  }
  return text + fmt::format(", force {}\n", number(a.force, u.force(), ""));
}

// Distance of atoms that fill the box evenly.
double spacing(const Snapshot& s) {
  const double room = s.box.volume() / static_cast<double>(std::max<std::size_t>(s.id.size(), 1));
  return std::pow(room, 1.0 / s.box.dimensions);
}

std::string time_text(double time, const Units& u) {
  return fmt::format("{:.3g}{}{}", time / u.time, u.time_name.empty() ? "" : " ", u.time_name);
}

std::string cause(const Failure& failure, double closest, double usual, const Units& units) {
  const std::string shorter = time_text(0.2 * failure.timestep, units);
  if (closest < 0.5 * usual && failure.steps_made < 100) {
    return fmt::format(
        "Atoms overlap in the first configuration, or its lengths are not in the deck's units.\n"
        "Try: check the input file and its box; or begin with a stage of timestep {} until the "
        "energy has settled.",
        shorter);
  }
  if (failure.steps_made < 100) {
    return fmt::format(
        "This was soon after the start and no atoms overlapped: the timestep is too long, or the "
        "temperature is not in the deck's units.\nTry: a timestep of {}.",
        shorter);
  }
  return fmt::format(
      "The run had been stable before: the timestep is too long for the speeds and forces that it "
      "reaches, or energy drifted in.\nTry: a timestep of {}; look at total_energy in the thermo "
      "table; use a smooth cutoff (shift: force).",
      shorter);
}

}  // namespace

std::string diagnose(const Failure& failure, const Snapshot& system, const Units& units) {
  std::string text =
      fmt::format("error: the run became unstable at step {} of stage '{}' (timestep {}): {}\n",
                  failure.step, failure.stage, time_text(failure.timestep, units), failure.what);
  const Frame frame(system.box, Int3{0, 0, 0});
  std::vector<Position> position;
  for (const Vec3& r : system.position) {
    Image ignored;
    position.push_back(frame.from_cartesian(r, 0, ignored));
  }
  const double median = median_speed(system);
  double closest = infinity;
  for (Suspect& suspect : find_suspects(system)) {
    find_nearest(suspect, position, system, frame);
    closest = std::min(closest, suspect.distance);
    text += describe(suspect, system, units, median);
  }
  if (!failure.advice.empty()) return text + failure.advice;
  return text + cause(failure, closest, spacing(system), units);
}

}  // namespace alder
