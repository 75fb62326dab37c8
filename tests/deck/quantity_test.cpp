// SPDX-License-Identifier: BSD-3-Clause
// Numbers with units.
#include "deck/quantity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/units.hpp"
#include "support/errors.hpp"

namespace alder::test {
namespace {

using testing::HasSubstr;

double internal(const std::string& text, const Dimension& d, const char* units) {
  return to_internal(text, d, units_named(units));
}

std::string said(const std::string& text, const Dimension& d, const char* units) {
  return error_of<InputError>([&] { internal(text, d, units); });
}

// Internal units of real are kcal/mol, angstrom, g/mol; of metal eV, angstrom, g/mol.
TEST(Quantity, IsConvertedByDefinitions) {
  EXPECT_DOUBLE_EQ(internal("0.34 nm", dimension::length, "real"), 3.4);
  EXPECT_DOUBLE_EQ(internal("1 bohr", dimension::length, "metal"), 0.529177210903);
  EXPECT_DOUBLE_EQ(internal("4.184 kJ/mol", dimension::energy, "real"), 1);
  EXPECT_DOUBLE_EQ(internal("1 kcal/mol", dimension::energy, "real"), 1);
  EXPECT_DOUBLE_EQ(internal("1000 meV", dimension::energy, "metal"), 1);
  EXPECT_DOUBLE_EQ(internal("39.948 g/mol", dimension::mass, "real"), 39.948);
  // Since 2019 a mole of atomic mass units is a gram to 3.5e-10 only.
  EXPECT_NEAR(internal("1 amu", dimension::mass, "metal"), 1 - 3.5e-10, 1e-11);
  EXPECT_DOUBLE_EQ(internal("2 ps", dimension::time, "metal"),
                   internal("2000 fs", dimension::time, "metal"));
  EXPECT_DOUBLE_EQ(internal("1 1/ps", dimension::inverse_time, "metal") *
                       internal("1 ps", dimension::time, "metal"),
                   1);
  EXPECT_DOUBLE_EQ(internal("0.001 /fs", dimension::inverse_time, "real"),
                   internal("1/ps", dimension::inverse_time, "real"));
  EXPECT_DOUBLE_EQ(internal("300 K", dimension::temperature, "real"), 300);
  EXPECT_DOUBLE_EQ(internal("1 nm^-3", dimension::number_density, "real"), 1e-3);
}

TEST(Quantity, OfTheWrongKindIsRefused) {
  EXPECT_THAT(said("3.4", dimension::length, "real"),
              HasSubstr("expected a length with its unit, e.g. '3.4 angstrom'"));
  EXPECT_THAT(said("3.4 ps", dimension::length, "real"), HasSubstr("got a time ('ps')"));
  EXPECT_THAT(said("3.4 parsec", dimension::length, "real"),
              HasSubstr("there is no unit 'parsec'"));
  EXPECT_THAT(said("3.4 nm^", dimension::length, "real"), HasSubstr("a whole number must follow"));
  EXPECT_THAT(said("3.4 nm!", dimension::length, "real"), HasSubstr("is not a unit"));
  EXPECT_THAT(said("nm", dimension::length, "real"), HasSubstr("is not a number"));
  EXPECT_THAT(said("3.4 nm", dimension::length, "lj"), HasSubstr("carry no unit"));
  EXPECT_THAT(said("5 nm", dimension::none, "real"), HasSubstr("expected a pure number"));
  EXPECT_THAT(said("0x10", dimension::none, "lj"), testing::Not(testing::StrEq("(no error)")));
  EXPECT_THAT(said("", dimension::none, "lj"), HasSubstr("is not a number"));
}

}  // namespace
}  // namespace alder::test
