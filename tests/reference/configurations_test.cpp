// SPDX-License-Identifier: BSD-3-Clause
// Single configurations against LAMMPS' and NIST's numbers (tests/data/README.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "alder.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

using nlohmann::json;

json kinetic_part(const json& expected) {
  json part = json::array();
  for (std::size_t k = 0; k < 6; ++k) {
    part.push_back(expected["pressure_tensor_full"][k].get<double>() -
                   expected["pressure_tensor"][k].get<double>());
  }
  return part;
}

// Where LAMMPS approximates erfc, `exact` holds the sums with the function itself.
json expected_of(const std::string& name) {
  std::ifstream stream(data_file(name + "/expected.json"));
  json expected = json::parse(stream);
  if (!expected.contains("exact")) return expected;
  const json& exact = expected["exact"];
  const json kinetic = kinetic_part(expected);
  expected["energy"]["total"] = expected["energy"]["pair"] = exact["energy_total"];
  expected["energy"]["coul"] = exact["energy_coulomb_plus_kspace"];
  expected["forces"] = exact["forces"];
  for (const char* key : {"pressure_tensor", "pressure_tensor_full"}) {
    expected[key] = exact["pressure_tensor"];
  }
  for (std::size_t k = 0; k < 6; ++k) {
    expected["pressure_tensor_full"][k] =
        expected["pressure_tensor"][k].get<double>() + kinetic[k].get<double>();
  }
  return expected;
}

std::vector<Vec3> rows_of(const json& rows) {
  std::vector<Vec3> result;
  for (const json& r : rows) result.push_back({r[0], r[1], r[2]});
  return result;
}

bool follows_atoms(const Deck& deck) {
  if (!deck.system.box.boundary) return false;
  const auto& words = *deck.system.box.boundary;
  return std::find(words.begin(), words.end(), "shrink") != words.end();
}

class Configuration : public testing::TestWithParam<std::tuple<const char*, Execution>> {
 protected:
  void SetUp() override {
    if (const auto reason = execution().reason_to_skip(); !reason.empty()) GTEST_SKIP() << reason;
  }
  static const char* name() { return std::get<0>(GetParam()); }
  static const Execution& execution() { return std::get<1>(GetParam()); }
};

TEST_P(Configuration, HasTheEnergiesPressureAndForcesOfLammps) {
  const json expected = expected_of(name());
  const Deck deck =
      execution().applied_to(read_deck(data_file(std::string(name()) + "/deck.yaml")));
  const Evaluation e = Simulation(deck, ranks()).evaluate();
  const double tolerance = execution().tolerance(1e-10);
  const json& energy = expected["energy"];
  EXPECT_EQ(e.units, expected["units"]);
  EXPECT_EQ(e.n_atoms, expected["n_atoms"]);
  EXPECT_TRUE(close(e.total, energy["total"], tolerance));
  EXPECT_TRUE(close(e.pair, energy["pair"], tolerance));
  const double total = std::abs(energy["total"].get<double>());
  EXPECT_TRUE(close(e.vdw, energy["vdw"], tolerance, total));
  EXPECT_TRUE(close(e.coul, energy["coul"], tolerance, total));
  EXPECT_TRUE(close(e.tail, energy["tail"], tolerance));
  EXPECT_TRUE(close(e.kinetic_energy, expected["kinetic_energy"], 1e-13));
  EXPECT_TRUE(close(e.temperature, expected["temperature"], 1e-13));
  // Faces that follow the atoms are wrapped with a margin of 1e-4 of a box, which is another one.
  const double volume = expected["volume"].get<double>();
  EXPECT_TRUE(close(e.volume, volume, follows_atoms(deck) ? 3e-3 : 1e-13));
  const auto in_volume = [&](std::array<double, 6> pressure) {
    for (double& p : pressure) p *= e.volume / volume;
    return pressure;
  };
  EXPECT_TRUE(close(in_volume(e.pressure_tensor), expected["pressure_tensor"], tolerance));
  EXPECT_TRUE(
      close(in_volume(e.pressure_tensor_full), expected["pressure_tensor_full"], tolerance));
  EXPECT_TRUE(close(e.forces, rows_of(expected["forces"]), tolerance));
  for (const double none : {e.kspace, e.bond, e.angle, e.dihedral, e.improper}) {
    EXPECT_EQ(none, 0);
  }
}

std::string configuration_name(const testing::TestParamInfo<Configuration::ParamType>& tested) {
  return std::string(std::get<0>(tested.param)) + "_" + name_of(std::get<1>(tested.param));
}

const auto configurations = testing::Values(
    "born", "born_coul_dsf", "buck", "coul_dsf_overlay", "coul_wolf_overlay", "gauss_cut", "hybrid",
    "hybrid_overlay", "lj96_cut", "lj_cluster", "lj_cut_coul_cut", "lj_cut_coul_debye_triclinic",
    "lj_cut_geom_shift", "lj_cut_mono", "lj_cut_triclinic", "lj_expand", "lj_expand_tail",
    "lj_gromacs", "lj_sheet", "lj_slab", "lj_smooth", "lj_smooth_linear", "mie_cut", "mie_mix",
    "morse_cu", "nist_lj_cuboid4", "nist_lj_triclinic3", "soft", "table_linear", "table_spline",
    "wca_mixture", "yukawa", "zbl");

INSTANTIATE_TEST_SUITE_P(, Configuration,
                         testing::Combine(configurations, testing::ValuesIn(all_executions())),
                         configuration_name);

// Pair energy and long-range correction as NIST publishes them.
class NistConfiguration : public OnEveryBackend {
 protected:
  static void check(const std::string& name, double energy, double correction) {
    const Deck deck = GetParam().applied_to(read_deck(data_file(name + "/deck.yaml")));
    const Evaluation e = Simulation(deck, ranks()).evaluate();
    const double tolerance = GetParam().tolerance(1e-12);
    EXPECT_TRUE(close(e.vdw - e.tail, energy, tolerance));
    EXPECT_TRUE(close(e.tail, correction, tolerance));
  }
};

TEST_P(NistConfiguration, Cuboid4) {
  check("nist_lj_cuboid4", -16.7903213046259, -0.54516600149457);
}

TEST_P(NistConfiguration, Triclinic3) {
  check("nist_lj_triclinic3", -505.785679452684, -29.3718643069725);
}

INSTANTIATE_TEST_SUITE_P(, NistConfiguration, testing::ValuesIn(all_executions()), execution_name);

}  // namespace
}  // namespace alder::test
