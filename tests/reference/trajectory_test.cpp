// SPDX-License-Identifier: BSD-3-Clause
// A trajectory against LAMMPS' own (tests/data/README.md).
#include <gtest/gtest.h>

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

class LammpsTrajectory : public OnEveryBackend {
 protected:
  void SetUp() override {
    OnEveryBackend::SetUp();
    std::ifstream stream(data_file("nve_lj/nve.json"));
    expected = json::parse(stream);
  }
  static Deck deck() { return GetParam().applied_to(read_deck(data_file("nve_lj/deck.yaml"))); }
  /// A column of an expected row.
  [[nodiscard]] double value(std::size_t row, const std::string& column) const {
    const std::vector<std::string> columns = expected["columns"];
    const auto k = std::find(columns.begin(), columns.end(), column) - columns.begin();
    return expected["thermo"][row][static_cast<std::size_t>(k)];
  }

  json expected;
};

// A shift of 1e-12 in the coordinates moves LAMMPS' own potential energy by 2e-9 of the total
// energy within 500 steps; 1e-8 leaves room for another order of summation.
TEST_P(LammpsTrajectory, RowsOf100StepsAgree) {
  std::vector<ThermoRow> rows;
  Simulation simulation(deck(), ranks());
  simulation.on_thermo([&](const ThermoRow& row) { rows.push_back(row); });
  simulation.run();
  if (!ranks().is_first()) return;  // rows are given to the first rank alone
  ASSERT_EQ(rows.size(), expected["thermo"].size());
  const double tolerance = GetParam().tolerance(1e-8);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    SCOPED_TRACE("row of step " + std::to_string(rows[k].step));
    const double total = value(k, "etotal");
    EXPECT_EQ(static_cast<double>(rows[k].step), value(k, "step"));
    EXPECT_TRUE(close(rows[k].time, 0.005 * value(k, "step"), 1e-12));
    EXPECT_TRUE(close(rows[k].potential_energy, value(k, "pe"), tolerance, total));
    EXPECT_TRUE(close(rows[k].kinetic_energy, value(k, "ke"), tolerance, total));
    EXPECT_TRUE(close(rows[k].total_energy, total, tolerance, total));
    EXPECT_TRUE(close(rows[k].temperature, value(k, "temp"), tolerance));
    EXPECT_TRUE(close(rows[k].pressure, value(k, "press"), tolerance));
    EXPECT_TRUE(close(rows[k].pressure_tensor,
                      {value(k, "pxx"), value(k, "pyy"), value(k, "pzz"), value(k, "pxy"),
                       value(k, "pxz"), value(k, "pyz")},
                      tolerance));
  }
}

TEST_P(LammpsTrajectory, PositionsAndVelocitiesAfter10StepsAgree) {
  Simulation simulation(deck(), ranks());
  simulation.advance(10);
  const Snapshot s = simulation.snapshot();
  std::vector<Vec3> position, velocity, unwrapped;
  for (const json& r : expected["step_10"]["position_unwrapped"]) {
    position.push_back({r[0], r[1], r[2]});
  }
  for (const json& v : expected["step_10"]["velocity"]) velocity.push_back({v[0], v[1], v[2]});
  for (std::size_t i = 0; i < s.position.size(); ++i) {
    unwrapped.push_back(s.position[i] + static_cast<double>(s.image[i].x) * s.box.a() +
                        static_cast<double>(s.image[i].y) * s.box.b() +
                        static_cast<double>(s.image[i].z) * s.box.c());
  }
  EXPECT_TRUE(close(unwrapped, position, GetParam().tolerance(1e-12)));
  EXPECT_TRUE(close(s.velocity, velocity, GetParam().tolerance(1e-12)));
}

INSTANTIATE_TEST_SUITE_P(, LammpsTrajectory, testing::ValuesIn(all_executions()), execution_name);

}  // namespace
}  // namespace alder::test
