// SPDX-License-Identifier: BSD-3-Clause
// Unit systems against the constants LAMMPS uses and against CODATA.
#include "base/units.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "support/compare.hpp"

namespace alder::test {
namespace {

// CODATA 2018 (e, k_B and N_A exact).
constexpr double elementary_charge = 1.602176634e-19;
constexpr double boltzmann = 1.380649e-23;
constexpr double avogadro = 6.02214076e23;
constexpr double atomic_mass = 1.66053906660e-27;
constexpr double vacuum_permittivity = 8.8541878128e-12;

TEST(Units, ReducedUnitsAreAllOne) {
  const Units& lj = units_named("lj");
  for (const double one : {lj.length, lj.energy, lj.mass, lj.time, lj.pressure, lj.charge,
                           lj.boltzmann, lj.coulomb, lj.velocity(), lj.force()}) {
    EXPECT_EQ(one, 1);
  }
}

// Read back from LAMMPS 29 Sep 2021 with runs of two atoms.
TEST(Units, RealHasTheConstantsOfLammps) {
  const Units& real = units_named("real");
  EXPECT_TRUE(close(1 / (real.time * real.time), 2390.0573615334906, 1e-14));  // mvv2e
  EXPECT_TRUE(close(1 / real.pressure, 68568.415, 1e-14));                     // nktv2p
  EXPECT_TRUE(close(real.boltzmann, 0.0019872067, 1e-14));
  EXPECT_TRUE(close(real.coulomb, 332.06371, 1e-14));
}

TEST(Units, MetalHasTheConstantsOfLammps) {
  const Units& metal = units_named("metal");
  EXPECT_TRUE(close(1 / (metal.time * metal.time), 1.0364269e-4, 1e-14));
  EXPECT_TRUE(close(1 / metal.pressure, 1.6021765e6, 1e-14));
  EXPECT_TRUE(close(metal.boltzmann, 8.617343e-5, 1e-14));
  EXPECT_TRUE(close(metal.coulomb, 14.399645, 1e-14));
}

// What the constants must be by CODATA; LAMMPS' are older and rounded, hence 1e-5 and 1e-6.
TEST(Units, RealAndMetalAgreeWithCodata) {
  const double kcal_per_mol = 4184 / avogadro;
  const double real_time = std::sqrt(atomic_mass * 1e-20 / kcal_per_mol) / 1e-15;
  const Units& real = units_named("real");
  EXPECT_TRUE(close(1 / real.time, real_time, 1e-6));
  EXPECT_TRUE(close(1 / real.pressure, kcal_per_mol / 1e-30 / 101325, 1e-6));
  EXPECT_TRUE(close(real.boltzmann, boltzmann / kcal_per_mol, 1e-5));
  const Units& metal = units_named("metal");
  const double metal_time = std::sqrt(atomic_mass * 1e-20 / elementary_charge) / 1e-12;
  EXPECT_TRUE(close(1 / metal.time, metal_time, 1e-6));
  EXPECT_TRUE(close(1 / metal.pressure, elementary_charge / 1e-30 / 1e5, 1e-6));
  EXPECT_TRUE(close(metal.boltzmann, boltzmann / elementary_charge, 1e-5));
}

TEST(Units, SiIsThatOfCodata) {
  const Units& si = units_named("si");
  EXPECT_TRUE(close(si.length, 1e10, 1e-15));
  EXPECT_TRUE(close(si.energy, 1 / elementary_charge, 1e-15));
  EXPECT_TRUE(close(si.mass, 1 / atomic_mass, 1e-15));
  EXPECT_TRUE(close(si.charge, 1 / elementary_charge, 1e-15));
  // m v^2 is an energy without a factor.
  EXPECT_TRUE(close(si.mass * si.velocity() * si.velocity(), si.energy, 1e-14));
  EXPECT_TRUE(close(si.pressure, si.energy / std::pow(si.length, 3), 1e-14));
  EXPECT_TRUE(close(si.boltzmann, boltzmann * si.energy, 1e-15));
  const double coulomb = 1 / (4 * M_PI * vacuum_permittivity);
  EXPECT_TRUE(close(si.coulomb, coulomb * si.energy * si.length / (si.charge * si.charge), 1e-9));
}

TEST(Units, FactorsAreProductsOfTheBases) {
  const Units& si = units_named("si");
  EXPECT_TRUE(close(si.factor(dimension::velocity), si.length / si.time, 1e-14));
  EXPECT_TRUE(close(si.factor(dimension::force), si.energy / si.length, 1e-14));
  EXPECT_TRUE(close(si.factor(dimension::number_density), std::pow(si.length, -3), 1e-14));
  EXPECT_EQ(si.factor(dimension::pressure), si.pressure);
  EXPECT_EQ(si.factor(dimension::none), 1);
  EXPECT_EQ(si.factor(dimension::temperature), 1);
}

TEST(Units, AnUnknownSystemIsNamedWithTheKnownOnes) {
  try {
    units_named("metric");
    FAIL() << "no error";
  } catch (const InputError& e) {
    EXPECT_STREQ(e.what(), "there is no unit system 'metric' (known: lj, real, metal, si)");
    EXPECT_EQ(e.exit_code(), 2);
  }
}

}  // namespace
}  // namespace alder::test
