// SPDX-License-Identifier: BSD-3-Clause
// Small parts that files are made of.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>

#include "atoms/make_system.hpp"
#include "base/error.hpp"
#include "io/checkpoint.hpp"
#include "io/checksum.hpp"
#include "io/file_units.hpp"
#include "io/h5md_reader.hpp"
#include "simulation/deck_changes.hpp"
#include "support/run_decks.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

using json = nlohmann::ordered_json;

std::uint32_t crc_of(const std::string& text) {
  return crc32c(std::as_bytes(std::span(text)));
}

// RFC 3720, B.4, and the check value of the CRC catalogue.
TEST(Checksum, MeetsPublishedValues) {
  EXPECT_EQ(crc_of("123456789"), 0xE3069283U);
  EXPECT_EQ(crc_of(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(crc_of(std::string(32, '\xff')), 0x62A8AB43U);
  EXPECT_EQ(crc_of(""), 0U);
}

TEST(Checksum, OfPartsIsThatOfTheWhole) {
  const std::string text = "what is in a file, all of it";
  for (std::size_t k = 0; k <= text.size(); ++k) {
    const std::string head = text.substr(0, k);
    const std::string tail = text.substr(k);
    EXPECT_EQ(crc32c(std::as_bytes(std::span(tail)), crc_of(head)), crc_of(text));
  }
}

// A kinetic energy is the same whichever units its factors are in: m v^2 in u (nm/ps)^2 is kJ/mol.
TEST(FileUnits, AgreeWithEachOther) {
  for (const char* name : {"real", "metal", "si"}) {
    const FileUnits f = md_file_units(units_named(name));
    EXPECT_NEAR(f.mass * f.velocity * f.velocity / f.energy, 1, 2e-6) << name;
    EXPECT_NEAR(f.force * f.length / f.energy, 1, 1e-12) << name;
  }
  // 1 angstrom/fs = 100 nm/ps.
  const Units& real = units_named("real");
  EXPECT_NEAR(md_file_units(real).velocity * real.velocity(), 100, 1e-9);
}

TEST(Checkpoint, PreviousOneKeepsTheExtension) {
  EXPECT_EQ(previous_checkpoint("a/melt.ckpt.h5"), "a/melt.ckpt.previous.h5");
  EXPECT_EQ(previous_checkpoint("melt.ckpt"), "melt.previous.ckpt");
}

json deck_of(const char* stages) {
  return {{"units", "lj"}, {"forcefield", {{"cutoff", 2.5}}}, {"stages", json::parse(stages)}};
}

TEST(DeckChanges, WhatIsOverOrBegunCountsAndTheRestIsFree) {
  const json before = deck_of(R"([{"steps": 100, "dt": 1}, {"steps": 50, "dt": 1}, {"steps": 9}])");
  const auto changes = [&](const char* stages, std::int64_t step) {
    return physics_changes(before, deck_of(stages), step);
  };
  EXPECT_TRUE(
      changes(R"([{"steps": 100, "dt": 1}, {"steps": 70, "dt": 1}, {"steps": 9}])", 120).empty());
  EXPECT_TRUE(changes(R"([{"steps": 100, "dt": 1}, {"steps": 50, "dt": 2}])", 90).empty());
  EXPECT_EQ(changes(R"([{"steps": 90, "dt": 1}, {"steps": 50, "dt": 1}])", 120),
            std::vector<std::string>{"stages[0].steps: 100 -> 90"});
  EXPECT_EQ(changes(R"([{"steps": 100, "dt": 1}, {"steps": 50, "dt": 2}])", 120),
            std::vector<std::string>{"stages[1].dt: 1 -> 2"});
  EXPECT_EQ(changes(R"([{"steps": 100, "dt": 1}])", 120),
            std::vector<std::string>{"stages[1]: removed"});
  json other = before;
  other["forcefield"]["cutoff"] = 3.0;
  EXPECT_EQ(physics_changes(before, other, 0),
            std::vector<std::string>{"forcefield.cutoff: 2.5 -> 3.0"});
}

// The first frame is the system as the deck makes it, without the way through the engine.
TEST(H5md, FirstFrameIsTheStart) {
  const TemporaryFolder folder;
  const Deck deck = small_deck("{type: nve}", 26);
  run_until(deck, folder.path("."));
  const H5mdReader reader(folder.path("small.h5md"));
  EXPECT_EQ(reader.frames(), 7);  // steps 0, 4, ..., 24
  const Snapshot frame = reader.read(0, deck.units);
  const Snapshot start = make_system(deck);
  ASSERT_EQ(frame.id, start.id);
  EXPECT_EQ(frame.type, start.type);
  for (std::size_t i = 0; i < start.id.size(); ++i) {
    for (int k = 0; k < 3; ++k) {
      EXPECT_NEAR(frame.position[i][k], start.position[i][k], 1e-12);
      EXPECT_EQ(frame.velocity[i][k], start.velocity[i][k]);
    }
  }
  EXPECT_EQ(reader.read(-1, deck.units).step, 24);
  EXPECT_THROW(static_cast<void>(reader.read(7, deck.units)), InputError);
}

TEST(H5md, SinglePrecisionStaysInsideTheBox) {
  const TemporaryFolder folder;
  const Deck deck = small_deck("{type: nve}", 60, {"output.trajectory.precision=single"});
  run_until(deck, folder.path("."));
  const H5mdReader reader(folder.path("small.h5md"));
  for (std::int64_t k = 0; k < reader.frames(); ++k) {
    const Snapshot s = reader.read(k, deck.units);
    for (const Vec3& r : s.position) {
      EXPECT_LT(static_cast<float>(r.x), static_cast<float>(s.box.lx));
      EXPECT_GE(r.x, 0);
    }
  }
}

}  // namespace
}  // namespace alder::test
