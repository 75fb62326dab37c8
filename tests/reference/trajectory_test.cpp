// SPDX-License-Identifier: BSD-3-Clause
// Trajectories in three and two dimensions against LAMMPS' own (tests/data/README.md).
#include <gtest/gtest.h>

#include "alder.hpp"
#include "lammps_run.hpp"
#include "support/compare.hpp"
#include "support/decks.hpp"
#include "support/executions.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

class LammpsTrajectory : public OnEveryBackend {
 protected:
  static Deck deck(const std::string& name) {
    return GetParam().applied_to(read_deck(data_file(name + "/deck.yaml")));
  }
  static std::vector<ThermoRow> rows_of(const std::string& name) {
    std::vector<ThermoRow> rows;
    Simulation simulation(deck(name), ranks());
    simulation.on_thermo([&](const ThermoRow& row) { rows.push_back(row); });
    simulation.run();
    return rows;
  }
  // What both kinds of system report.
  static void expect_state(const ThermoRow& row, const LammpsRun& expected, std::size_t k) {
    const double tolerance = GetParam().tolerance(1e-8), total = expected.value(k, "etotal");
    EXPECT_EQ(static_cast<double>(row.step), expected.value(k, "step"));
    EXPECT_TRUE(close(row.time, 0.005 * expected.value(k, "step"), 1e-12));
    EXPECT_TRUE(close(row.potential_energy, expected.value(k, "pe"), tolerance, total));
    EXPECT_TRUE(close(row.kinetic_energy, expected.value(k, "ke"), tolerance, total));
    EXPECT_TRUE(close(row.total_energy, total, tolerance, total));
    EXPECT_TRUE(close(row.temperature, expected.value(k, "temp"), tolerance));
  }
  static void expect_places_after_10(const std::string& name) {
    const LammpsRun expected(name);
    Simulation simulation(deck(name), ranks());
    simulation.advance(10);
    const Snapshot s = simulation.snapshot();
    std::vector<Vec3> unwrapped;
    for (std::size_t i = 0; i < s.position.size(); ++i) {
      unwrapped.push_back(s.position[i] + static_cast<double>(s.image[i].x) * s.box.a() +
                          static_cast<double>(s.image[i].y) * s.box.b() +
                          static_cast<double>(s.image[i].z) * s.box.c());
    }
    const double tolerance = GetParam().tolerance(1e-12);
    EXPECT_TRUE(close(unwrapped, expected.after_10("position_unwrapped"), tolerance));
    EXPECT_TRUE(close(s.velocity, expected.after_10("velocity"), tolerance));
  }
};

// A shift of 1e-12 in the coordinates moves LAMMPS' own potential energy by 2e-9 of the total
// energy within 500 steps; 1e-8 leaves room for another order of summation.
TEST_P(LammpsTrajectory, RowsOf100StepsAgree) {
  const LammpsRun expected("nve_lj");
  const std::vector<ThermoRow> rows = rows_of("nve_lj");
  if (!ranks().is_first()) return;  // rows are given to the first rank alone
  ASSERT_EQ(rows.size(), expected.rows());
  const double tolerance = GetParam().tolerance(1e-8);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    SCOPED_TRACE("row of step " + std::to_string(rows[k].step));
    expect_state(rows[k], expected, k);
    const auto value = [&](const char* column) { return expected.value(k, column); };
    EXPECT_TRUE(close(rows[k].pressure, value("press"), tolerance));
    EXPECT_TRUE(
        close(rows[k].pressure_tensor,
              {value("pxx"), value("pyy"), value("pzz"), value("pxy"), value("pxz"), value("pyz")},
              tolerance));
  }
}

TEST_P(LammpsTrajectory, PositionsAndVelocitiesAfter10StepsAgree) {
  expect_places_after_10("nve_lj");
}

// Pressures on the scale of p_id = N k T / area, since the sum of both parts crosses zero.
TEST_P(LammpsTrajectory, RowsOf100StepsInTwoDimensionsAgree) {
  const LammpsRun expected("nve_lj_2d");
  const std::vector<ThermoRow> rows = rows_of("nve_lj_2d");
  if (!ranks().is_first()) return;
  ASSERT_EQ(rows.size(), expected.rows());
  const double tolerance = GetParam().tolerance(1e-8);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    SCOPED_TRACE("row of step " + std::to_string(rows[k].step));
    expect_state(rows[k], expected, k);
    const auto value = [&](const char* column) { return expected.value(k, column); };
    const double ideal = 480 * value("temp") / value("vol");
    EXPECT_TRUE(close(rows[k].pressure, value("press"), tolerance, ideal));
    EXPECT_TRUE(close(rows[k].pressure_tensor[0], value("pxx"), tolerance, ideal));
    EXPECT_TRUE(close(rows[k].pressure_tensor[1], value("pyy"), tolerance, ideal));
    EXPECT_TRUE(close(rows[k].pressure_tensor[3], value("pxy"), tolerance, ideal));
    for (const std::size_t along_z : {2UL, 4UL, 5UL})
      EXPECT_EQ(rows[k].pressure_tensor[along_z], 0);
    EXPECT_TRUE(close(rows[k].volume, value("vol"), 1e-14));
    EXPECT_TRUE(close(rows[k].density, value("density"), 1e-14));
    const double work = ideal * value("vol");
    EXPECT_TRUE(close(rows[k].enthalpy, value("enthalpy"), tolerance, work));
  }
}

TEST_P(LammpsTrajectory, PlacesAfter10StepsInTwoDimensionsAgree) {
  expect_places_after_10("nve_lj_2d");
}

INSTANTIATE_TEST_SUITE_P(, LammpsTrajectory, testing::ValuesIn(all_executions()), execution_name);

}  // namespace
}  // namespace alder::test
