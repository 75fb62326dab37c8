// SPDX-License-Identifier: BSD-3-Clause
#include "atoms/read_lammps_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/compare.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace alder::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const std::vector<Species> one_species{{"A", 0, 0}};
const std::vector<Species> two_species{{"A", 0, 0}, {"B", 0, 0}};

Snapshot read(const std::string& text, const std::vector<Species>& species = one_species,
              const std::string& units = "lj", const std::string& atom_style = "") {
  const TemporaryFolder folder;
  return read_lammps_data({folder.write("a.data", text), atom_style, species}, units_named(units));
}

// The message without the path before "a.data".
std::string error_in(const std::string& text, const std::vector<Species>& species = one_species) {
  const std::string all = error_of<InputError>([&] { read(text, species); });
  const std::size_t at = all.find("a.data");
  return at == std::string::npos ? all : all.substr(at);
}

const std::string header = R"(A title line: 5 atoms of nonsense

3 atoms
1 atom types
0 4 xlo xhi
-1 4 ylo yhi
0 6 zlo zhi

)";
const std::string masses = "Masses\n\n1 2.5\n\n";
const std::string atoms = "Atoms # atomic\n\n3 1 0.1 0.2 0.3\n1 1 1 1 1\n7 1 2 2 2\n";

TEST(ReadLammpsData, PutsAtomsInOrderOfTheirIds) {
  const Snapshot s = read(header + masses + atoms);
  EXPECT_EQ(s.id, (std::vector<std::int64_t>{1, 3, 7}));
  EXPECT_EQ(s.position[0], (Vec3{1, 1, 1}));
  EXPECT_EQ(s.position[1], (Vec3{0.1, 0.2, 0.3}));
  EXPECT_EQ(s.species[0].mass, 2.5);
  EXPECT_EQ(s.box.origin, (Vec3{0, -1, 0}));
  EXPECT_EQ(s.box.lx, 4);
  EXPECT_EQ(s.box.ly, 5);
  EXPECT_EQ(s.box.lz, 6);
  EXPECT_FALSE(s.box.triclinic());
  EXPECT_TRUE(s.velocity.empty());
}

TEST(ReadLammpsData, MatchesVelocitiesById) {
  const Snapshot s = read(header + masses + atoms + "\nVelocities\n\n7 7 7 7\n1 1 2 3\n3 3 3 3\n");
  EXPECT_EQ(s.velocity[0], (Vec3{1, 2, 3}));
  EXPECT_EQ(s.velocity[1], (Vec3{3, 3, 3}));
  EXPECT_EQ(s.velocity[2], (Vec3{7, 7, 7}));
}

TEST(ReadLammpsData, ReadsImageFlagsAndKeepsAtomsOutsideTheBox) {
  const Snapshot s =
      read(header + masses + "Atoms\n\n1 1 9.5 1 1 2 -1 0\n2 1 1 1 1 0 0 0\n3 1 -3 1 1 0 0 5\n");
  EXPECT_EQ(s.image[0], (Int3{2, -1, 0}));
  EXPECT_EQ(s.image[2], (Int3{0, 0, 5}));
  EXPECT_EQ(s.position[0].x, 9.5);  // the engine wraps it and counts
  EXPECT_EQ(s.position[2].x, -3);
}

TEST(ReadLammpsData, ReadsTilts) {
  std::string tilted = header;
  tilted.insert(tilted.find("\n\n", 40) + 1, "1.5 -0.5 0.25 xy xz yz\n");
  const Snapshot s = read(tilted + masses + atoms);
  EXPECT_EQ(s.box.xy, 1.5);
  EXPECT_EQ(s.box.xz, -0.5);
  EXPECT_EQ(s.box.yz, 0.25);
}

TEST(ReadLammpsData, IgnoresCommentsBlankLinesAndCarriageReturns) {
  std::string text = header + "  # a comment\n" + masses + "\n\n" + atoms;
  text.replace(text.find("7 1 2 2 2"), 9, "  7\t1 2 2 2   # the last");
  std::string windows;
  for (const char c : text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  for (const std::string& variant : {text, windows}) {
    const Snapshot s = read(variant);
    EXPECT_EQ(s.id, (std::vector<std::int64_t>{1, 3, 7}));
    EXPECT_EQ(s.position[2], (Vec3{2, 2, 2}));
  }
}

TEST(ReadLammpsData, TakesColumnsFromTheAtomStyle) {
  const std::string rows = "1 4 1 -0.5 1 2 3\n2 4 1 0.25 1 1 1\n3 5 1 0 2 2 2 0 0 1\n";
  const Snapshot s = read(header + masses + "Atoms  # full\n\n" + rows);
  EXPECT_EQ(s.charge, (std::vector<double>{-0.5, 0.25, 0}));
  EXPECT_EQ(s.position[0], (Vec3{1, 2, 3}));
  EXPECT_EQ(s.image[2], (Int3{0, 0, 1}));
  const Snapshot same = read(header + masses + "Atoms\n\n" + rows, one_species, "lj", "full");
  EXPECT_EQ(same.charge, s.charge);
}

TEST(ReadLammpsData, ConvertsUnits) {
  const Snapshot s =
      read(header + masses + atoms + "\nVelocities\n\n1 0.01 0 0\n3 0 0 0\n7 0 0 0\n", one_species,
           "real");
  EXPECT_TRUE(close(s.velocity[0].x, 0.01 * 48.88821291, 1e-14));  // angstrom/fs
  EXPECT_EQ(s.position[0], (Vec3{1, 1, 1}));
  const Snapshot si = read(header + masses + atoms, one_species, "si");
  EXPECT_TRUE(close(si.box.lx, 4e10, 1e-14));
}

TEST(ReadLammpsData, SkipsCoefficientSections) {
  const Snapshot s = read(header + masses + "Pair Coeffs # lj/cut\n\n1 1.0 1.0\n\n" + atoms +
                          "\nBond Coeffs\n\n1 2\n");
  EXPECT_EQ(s.n_atoms(), 3);
}

TEST(ReadLammpsData, TheMassOfTheDeckWins) {
  EXPECT_EQ(read(header + masses + atoms, {{"A", 7, 0}}).species[0].mass, 7);
}

TEST(ReadLammpsDataErrors, ATruncatedFile) {
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 1 0 0 0\n2 1 1 1 1"),
            "a.data:16:10: error: the section 'Atoms' ends after 2 of 3 lines");
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 1 0 0 0\n\nVelocities\n\n1 0 0 0\n"),
            "a.data:17:1: error: the section 'Atoms' ends after 1 of 3 lines");
  EXPECT_THAT(error_in(header + masses), HasSubstr("there is no Atoms section"));
  EXPECT_THAT(error_in(""), HasSubstr("the header gives no number of atoms"));
  EXPECT_THAT(error_in(header + "Atoms # atomic\n\n1 1 0.5 0.5"),
              EndsWith("a.data:11:12: error: expected 5 columns, or 8 with image flags, got 4"));
}

TEST(ReadLammpsDataErrors, MoreLinesThanTheHeaderSays) {
  EXPECT_EQ(error_in(header + masses + atoms + "8 1 1 2 3\n"),
            "a.data:18:1: error: expected a section name after the 3 lines of 'Atoms', got '8'");
}

TEST(ReadLammpsDataErrors, WordsThatAreNoNumbers) {
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 1 0.1 0x2 0.3\n"),
            "a.data:15:9: error: expected a finite number, got '0x2'");
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 1 0.1 nan 0.3\n"),
            "a.data:15:9: error: expected a finite number, got 'nan'");
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 1 0.1 1e999 0.3\n"),
            "a.data:15:9: error: expected a finite number, got '1e999'");
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1.0 1 0.1 1 0.3\n"),
            "a.data:15:1: error: expected a whole number, got '1.0'");
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 1 1 1 1 0 0 1.5\n"),
            "a.data:15:15: error: expected a whole number, got '1.5'");
}

TEST(ReadLammpsDataErrors, TypesAndIds) {
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n1 2 1 1 1\n"),
            "a.data:15:3: error: atom type 2 is not in 1..1");
  EXPECT_EQ(error_in(header + masses + "Atoms\n\n0 1 1 1 1\n"),
            "a.data:15:1: error: atom ids must be positive");
  EXPECT_THAT(error_in(header + masses + "Atoms\n\n1 1 1 1 1\n2 1 1 1 1\n1 1 2 2 2\n"),
              EndsWith("error: atom id 1 is given twice"));
  EXPECT_EQ(error_in(header + masses + atoms + "\nVelocities\n\n1 0 0 0\n2 0 0 0\n"),
            "a.data:22:1: error: there is no atom with id 2");
  EXPECT_EQ(error_in(header + masses + atoms + "\nVelocities\n\n1 0 0 0\n1 0 0 0\n3 0 0 0\n"),
            "a.data:22:1: error: atom 1 has a velocity already");
}

TEST(ReadLammpsDataErrors, BoxAndMasses) {
  std::string flat = header;
  flat.replace(flat.find("0 6 zlo"), 7, "6 6 zlo");
  EXPECT_EQ(error_in(flat + masses + atoms),
            "a.data:7:3: error: the upper box bound must be above the lower one");
  std::string without = header;
  without.erase(without.find("0 6 zlo zhi\n"), 12);
  EXPECT_THAT(error_in(without + masses + atoms), HasSubstr("lacks a box line"));
  EXPECT_THAT(error_in(header + atoms), HasSubstr("species 'A' has no mass"));
  EXPECT_THAT(error_in(header + "Masses\n\n1 -3\n\n" + atoms), HasSubstr("mass"));
}

TEST(ReadLammpsDataErrors, MoreTypesThanSpecies) {
  std::string text = header + "Masses\n\n1 1\n2 1\n\n" + atoms;
  text.replace(text.find("1 atom types"), 12, "2 atom types");
  EXPECT_THAT(error_in(text), HasSubstr("the file has 2 atom types, the deck only 1 species"));
  EXPECT_EQ(read(text, two_species).species[1].mass, 1);
}

TEST(ReadLammpsDataErrors, SectionsThatWouldChangeTheForces) {
  EXPECT_THAT(error_in(header + masses + atoms + "\nBonds\n\n1 1 1 3\n"),
              HasSubstr("a.data:19:1: error: the section 'Bonds' needs bonded terms"));
  EXPECT_THAT(error_in(header + masses + "Atoms # dipole\n\n1 1 1 1 1\n"),
              HasSubstr("a.data:13:1: error: there is no atom style 'dipole' (known: angle, "));
}

TEST(ReadLammpsDataErrors, CountsThatCannotBe) {
  std::string text = header + masses + atoms;
  EXPECT_THAT(error_in(std::string(text).replace(text.find("3 atoms"), 7, "-3 atoms")),
              HasSubstr("gives no number of atoms"));
  EXPECT_THAT(error_in(std::string(text).replace(text.find("3 atoms"), 7, "9e9 atoms")),
              HasSubstr("a.data:3:1: error: expected a whole number, got '9e9'"));
  EXPECT_THAT(
      error_in(std::string(text).replace(text.find("3 atoms"), 7, "3000000000000000000 atoms")),
      HasSubstr("ends after 3 of 3000000000000000000 lines"));
  EXPECT_THAT(error_in(std::string(text).replace(text.find("1 atom types"), 12,
                                                 "3000000000000000000 atom types")),
              HasSubstr("a.data:"));
}

TEST(ReadLammpsDataErrors, FilesThatCannotBeRead) {
  const TemporaryFolder folder;
  const Units& units = units_named("lj");
  EXPECT_THAT(error_of<InputError>([&] {
                read_lammps_data({folder.path("none.data"), "", one_species}, units);
              }),
              EndsWith("none.data: error: there is no such file; paths are relative to the deck"));
  EXPECT_THAT(error_of<InputError>([&] {
                read_lammps_data({folder.path("."), "", one_species}, units);
              }),
              EndsWith("this is a directory, not a file"));
}

}  // namespace
}  // namespace alder::test
