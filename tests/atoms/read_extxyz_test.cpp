// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/read_extxyz.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/compare.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;

const std::vector<Species> species{{"Ar", 39.948, 0}, {"Kr", 83.798, 0}};

Snapshot read(const std::string& text, std::int64_t frame = -1, const std::string& units = "lj") {
  const TemporaryFolder folder;
  return read_extxyz({folder.write("a.xyz", text), frame, species}, units_named(units));
}

std::string error_in(const std::string& text, std::int64_t frame = -1) {
  const std::string all = error_of<InputError>([&] { read(text, frame); });
  const std::size_t at = all.find("a.xyz");
  return at == std::string::npos ? all : all.substr(at);
}

const std::string two = R"(2
Lattice="4 0 0 0 5 0 0 0 6" Properties=species:S:1:pos:R:3:vel:R:3:id:I:1 pbc="T T T" energy=-3.5
Kr 1 2 3 0.1 0.2 0.3 9
Ar 0.5 0.25 0.125 -1 -2 -3 4
)";

TEST(ReadExtxyz, ReadsPropertiesByName) {
  const Snapshot s = read(two);
  EXPECT_EQ(s.id, (std::vector<std::int64_t>{4, 9}));
  EXPECT_EQ(s.type, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(s.position[0], (Vec3{0.5, 0.25, 0.125}));
  EXPECT_EQ(s.velocity[1], (Vec3{0.1, 0.2, 0.3}));
  EXPECT_EQ(s.box.lx, 4);
  EXPECT_EQ(s.box.ly, 5);
  EXPECT_EQ(s.box.lz, 6);
}

TEST(ReadExtxyz, SkipsPropertiesItDoesNotKnow) {
  const Snapshot s = read(R"(1
Properties=species:S:1:forces:R:3:pos:R:3:tags:I:2:initial_charges:R:1 Lattice="4 0 0 0 4 0 0 0 4"
Ar 9 9 9 1 2 3 5 6 -0.5
)");
  EXPECT_EQ(s.position[0], (Vec3{1, 2, 3}));
  EXPECT_EQ(s.charge[0], -0.5);
  EXPECT_EQ(s.id[0], 1);
  EXPECT_TRUE(s.velocity.empty());
}

TEST(ReadExtxyz, TheDefaultPropertiesAreSpeciesAndPosition) {
  const Snapshot s = read("1\nLattice=\"4 0 0 0 4 0 0 0 4\"\nAr 1 2 3\n");
  EXPECT_EQ(s.position[0], (Vec3{1, 2, 3}));
}

TEST(ReadExtxyz, ChoosesAFrame) {
  const auto frame = [](double x) {
    return "1\nLattice=\"9 0 0 0 9 0 0 0 9\"\nAr " + std::to_string(x) + " 0 0\n";
  };
  const std::string three = frame(1) + frame(2) + frame(3) + "\n";
  EXPECT_EQ(read(three).position[0].x, 3);
  EXPECT_EQ(read(three, 0).position[0].x, 1);
  EXPECT_EQ(read(three, 1).position[0].x, 2);
  EXPECT_EQ(read(three, -3).position[0].x, 1);
  EXPECT_THAT(error_in(three, 3), HasSubstr("there is no frame 3 (the file has 3)"));
  EXPECT_THAT(error_in(three, -4), HasSubstr("there is no frame -4 (the file has 3)"));
}

// The cell turned by 90 degrees about z: a along y, b along -x. Distances and velocities turn too.
TEST(ReadExtxyz, RotatesTheCellIntoTheConvention) {
  const Snapshot s = read(R"(2
Lattice="0 4 0 -5 0 0 0 0 6" Properties=species:S:1:pos:R:3:vel:R:3
Ar 0 1 2 0 1 0
Ar -1 0 3 -2 0 0.5
)");
  EXPECT_NEAR(s.box.lx, 4, 1e-15);
  EXPECT_NEAR(s.box.ly, 5, 1e-15);
  EXPECT_NEAR(s.box.lz, 6, 1e-15);
  EXPECT_NEAR(s.box.xy, 0, 1e-15);
  EXPECT_TRUE(close(s.position, {{1, 0, 2}, {0, 1, 3}}, 1e-15));
  EXPECT_TRUE(close(s.velocity, {{1, 0, 0}, {0, 2, 0.5}}, 1e-15));
}

TEST(ReadExtxyz, RotatesATriclinicCell) {
  const Snapshot s = read(R"(2
Lattice="3 1 -1 -0.5 4 0.5 1 0.5 5" Properties=species:S:1:pos:R:3
Ar 0.1 0.2 0.3
Ar 1.1 2.2 3.3
)");
  const Vec3 d = s.position[1] - s.position[0];
  EXPECT_TRUE(close(dot(d, d), 1 + 4 + 9, 1e-14));
  EXPECT_TRUE(close(s.box.lx, std::sqrt(11.0), 1e-14));
  EXPECT_TRUE(
      close(s.box.volume(), 3 * (4 * 5 - 0.25) - 1 * (-0.5 * 5 - 0.5) - (-0.25 - 4), 1e-13));
}

TEST(ReadExtxyz, ConvertsUnits) {
  const Snapshot s = read(two, -1, "metal");
  EXPECT_TRUE(close(s.velocity[1].x, 0.1 * std::sqrt(1.0364269e-4), 1e-13));  // angstrom/ps
}

TEST(ReadExtxyzErrors, AreNamedWithLineAndColumn) {
  std::string text = two;
  text.replace(text.find("Kr 1 2 3"), 8, "Xe 1 2 3");
  EXPECT_EQ(error_in(text),
            "a.xyz:3:1: error: species 'Xe' is not in the deck; add it under `species`");
  text = two;
  text.replace(text.find("0.25"), 4, "0,25");
  EXPECT_EQ(error_in(text), "a.xyz:4:8: error: expected a finite number, got '0,25'");
  EXPECT_EQ(error_in("2\nLattice=\"4 0 0 0 4 0 0 0 4\"\nAr 1 2\nAr 1 2 3\n"),
            "a.xyz:3:7: error: a number is missing at the end of this line");
  EXPECT_THAT(error_in("two\n"), HasSubstr("a.xyz:1:1: error: expected a whole number, got 'two'"));
}

TEST(ReadExtxyzErrors, MissingPieces) {
  EXPECT_THAT(error_in("3\nLattice=\"4 0 0 0 4 0 0 0 4\"\nAr 1 2 3\n"),
              HasSubstr("the file ends after 1 of 3 atoms"));
  EXPECT_THAT(error_in("3\n"), HasSubstr("ends before the comment line"));
  EXPECT_THAT(error_in(""), HasSubstr("there is no frame -1 (the file has 0)"));
  EXPECT_THAT(error_in("1\nno cell\nAr 1 2 3\n"), HasSubstr("a.xyz:2:1: error: the comment line "
                                                            "must have Lattice="));
  EXPECT_THAT(error_in("1\nLattice=\"4 0 0 0 4 0 0 0\"\nAr 1 2 3\n"),
              HasSubstr("Lattice must be nine numbers"));
  EXPECT_THAT(error_in("1\nLattice=\"4 0 0 0 4 0 0 0 4\" Properties=species:S:1\nAr\n"),
              HasSubstr("Properties must have species:S:1 and pos:R:3"));
  EXPECT_THAT(error_in("0\nLattice=\"4 0 0 0 4 0 0 0 4\"\n"),
              HasSubstr("a frame must have at least one atom"));
  EXPECT_THAT(error_in("1\nLattice=\"4 0 0 0 4 0 0 0 4\" pbc=\"T F\"\nAr 1 2 3\n"),
              HasSubstr("pbc must be three of T and F"));
  EXPECT_THAT(error_in("1\nLattice=\"4 0 0 0 -4 0 0 0 4\"\nAr 1 2 3\n"),
              HasSubstr("must be right-handed"));
}

TEST(ReadExtxyzErrors, IdsAndMasses) {
  std::string twice = two;
  twice.replace(twice.find("0.3 9"), 5, "0.3 4");
  EXPECT_THAT(error_in(twice), HasSubstr("atom id 4 is given twice"));
  const TemporaryFolder folder;
  const std::string file = folder.write("a.xyz", two);
  EXPECT_THAT(error_of<InputError>([&] {
                read_extxyz({file, -1, {{"Ar", 1, 0}, {"Kr", 0, 0}}}, units_named("lj"));
              }),
              HasSubstr("species.Kr needs a 'mass'"));
}

}  // namespace
}  // namespace alder::test
