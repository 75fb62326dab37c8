// SPDX-License-Identifier: BSD-3-Clause
// One argon crystal in reduced, real, metal and SI units is one physics.
#include <gtest/gtest.h>

#include <cmath>

#include "alder.hpp"
#include "support/compare.hpp"

namespace alder::test {
namespace {

// Definitions and CODATA 2018, written out here.
constexpr double electronvolt = 1.602176634e-19, avogadro = 6.02214076e23, boltzmann = 1.380649e-23;
constexpr double kilocalorie_per_mole = 4184 / avogadro, gram_per_mole = 1e-3 / avogadro;
constexpr double epsilon = 0.0104 * electronvolt, sigma = 3.4e-10, mass = 39.948 * gram_per_mole;

/// A unit system's units in SI.
struct InSi {
  const char* name;
  double energy, length, time, pressure, temperature;
};

const double reduced_time = sigma * std::sqrt(mass / epsilon);
const InSi reduced{
    "lj", epsilon, sigma, reduced_time, epsilon / (sigma * sigma * sigma), epsilon / boltzmann};
const InSi real{"real", kilocalorie_per_mole, 1e-10, 1e-15, 101325, 1};
const InSi metal{"metal", electronvolt, 1e-10, 1e-12, 1e5, 1};
const InSi si{"si", 1, 1, 1, 1, 1};

std::string number(double value, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof text, "%.17g%s%s", value, *unit == 0 ? "" : " ", unit);
  return text;
}

// A distorted fcc cell repeated, at 60 K, 100 steps of 4 fs. In lj without units, else with units
// of another system, so that the deck converts.
Deck deck_in(const InSi& u) {
  const bool is_lj = std::string(u.name) == "lj";
  const auto quantity = [&](double in_si, double in_unit, const char* unit, double reduced_unit) {
    return is_lj ? number(in_si / reduced_unit, "") : number(in_si / in_unit, unit);
  };
  const std::string text = std::string("schema: 1\nunits: ") + u.name + R"(
system:
  lattice: {style: custom, a: )" +
                           quantity(5.3e-10, 1e-9, "nm", sigma) + R"(, repeat: [3, 3, 3],
            species: Ar, basis: [[0.02, 0, -0.01], [0.5, 0.53, 0], [0.49, 0, 0.5], [0, 0.5, 0.48]]}
  velocities: {temperature: )" +
                           quantity(60, 1, "K", epsilon / boltzmann) + R"(, seed: 3}
species: {Ar: {mass: )" + quantity(mass, gram_per_mole, "g/mol", mass) +
                           R"(}}
forcefield:
  pair:
    - {style: lj/cut, cutoff: )" +
                           quantity(8.5e-10, 1e-10, "angstrom", sigma) + R"(, pairs: [
       {between: [Ar, Ar], epsilon: )" +
                           quantity(epsilon, electronvolt, "eV", epsilon) +
                           ", sigma: " + quantity(sigma, 1e-12, "pm", sigma) + R"(}]}
neighbor: {skin: )" + quantity(1e-10, 1e-10, "angstrom", sigma) +
                           R"(}
output: {thermo: {every: 20}}
stages:
  - {timestep: )" + quantity(4e-15, 1e-12, "ps", reduced_time) +
                           ", steps: 100, ensemble: {type: nve}}\n";
  return parse_deck(text, u.name);
}

class UnitSystem : public testing::TestWithParam<InSi> {};

// LAMMPS' constants (29 Sep 2021) are not CODATA's: k_B is off by 1.2e-6 in real and 1.1e-6 in
// metal, the factors of time and pressure by up to 1e-7. Energies that do not depend on
// temperature agree better.
TEST_P(UnitSystem, HasTheSameEnergyForcesAndPressure) {
  const InSi& u = GetParam();
  const Evaluation e = Simulation(deck_in(u)).evaluate();
  const Evaluation expected = Simulation(deck_in(si)).evaluate();
  EXPECT_TRUE(close(e.total * u.energy, expected.total, 1e-9));
  EXPECT_TRUE(close(e.volume * std::pow(u.length, 3), expected.volume, 1e-12));
  EXPECT_TRUE(close(e.kinetic_energy * u.energy, expected.kinetic_energy, 2e-6));
  EXPECT_TRUE(close(e.temperature * u.temperature, expected.temperature, 1e-9));
  std::vector<Vec3> forces;
  for (const Vec3& f : e.forces) forces.push_back(u.energy / u.length * f);
  EXPECT_TRUE(close(forces, expected.forces, 1e-9));
  std::array<double, 6> pressure = e.pressure_tensor, full = e.pressure_tensor_full;
  for (double& p : pressure) p *= u.pressure;
  for (double& p : full) p *= u.pressure;
  EXPECT_TRUE(close(pressure, expected.pressure_tensor, 2e-7));
  EXPECT_TRUE(close(full, expected.pressure_tensor_full, 3e-6));
}

TEST_P(UnitSystem, HasTheSameTrajectory) {
  const InSi& u = GetParam();
  const auto rows_of = [](const InSi& units) {
    std::vector<ThermoRow> rows;
    Simulation simulation(deck_in(units));
    simulation.on_thermo([&](const ThermoRow& row) { rows.push_back(row); });
    simulation.run();
    return rows;
  };
  const std::vector<ThermoRow> rows = rows_of(u), expected = rows_of(si);
  ASSERT_EQ(rows.size(), expected.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    SCOPED_TRACE("step " + std::to_string(rows[k].step));
    EXPECT_TRUE(close(rows[k].time * u.time, expected[k].time, 1e-12));
    EXPECT_TRUE(close(rows[k].total_energy * u.energy, expected[k].total_energy, 1e-6));
    EXPECT_TRUE(close(rows[k].kinetic_energy * u.energy, expected[k].kinetic_energy, 1e-5));
    EXPECT_TRUE(close(rows[k].temperature * u.temperature, expected[k].temperature, 1e-5));
    EXPECT_TRUE(close(rows[k].pressure * u.pressure, expected[k].pressure, 1e-5));
  }
}

INSTANTIATE_TEST_SUITE_P(, UnitSystem, testing::Values(reduced, real, metal),
                         [](const auto& tested) { return std::string(tested.param.name); });

// The numbers themselves: argon's well depth and diameter, one pair at the minimum.
TEST(Metal, TwoAtomsOfArgonAtTheMinimumHaveTheWellDepth) {
  Deck deck = deck_in(metal);
  Snapshot s;
  s.box.lx = s.box.ly = s.box.lz = 30;
  s.species = {{"Ar", 39.948, 0}};
  s.id = {1, 2};
  s.type = {0, 0};
  s.position = {{1, 1, 1}, {1 + 3.4 * std::pow(2, 1.0 / 6), 1, 1}};
  s.velocity = {{}, {}};
  const Evaluation e = Simulation(deck, s).evaluate();
  EXPECT_NEAR(e.total, -0.0104, 1e-15);
  EXPECT_NEAR(e.forces[0].x, 0, 1e-14);
}

}  // namespace
}  // namespace alder::test
