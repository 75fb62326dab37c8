// SPDX-License-Identifier: BSD-3-Clause
// --set path=value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/deck_text.hpp"

namespace alder::test {
namespace {

using testing::StartsWith;

Deck with(const std::vector<std::string>& overrides) {
  return parse_deck(good_deck, "deck.yaml", overrides);
}

std::string said(const std::string& override) {
  return error_of<InputError>([&] { with({override}); });
}

TEST(Override, ReplacesAndAddsValues) {
  EXPECT_EQ(with({"stages[0].steps=77"}).stages[0].steps, 77);
  EXPECT_EQ(with({"stages.0.steps=77"}).stages[0].steps, 77);
  EXPECT_EQ(with({"neighbor.skin=0.7"}).neighbor.skin, 0.7);
  EXPECT_EQ(with({"name=other"}).name, "other");
  EXPECT_EQ(with({"system.lattice.repeat=[3, 4, 5]"}).system.lattice->repeat,
            (std::array<std::int64_t, 3>{3, 4, 5}));
  EXPECT_EQ(with({"system.lattice.repeat[1]=9"}).system.lattice->repeat[1], 9);
  EXPECT_EQ(with({"output.thermo.columns=[step, pressure]"}).output.thermo.columns,
            (std::vector<std::string>{"step", "pressure"}));
  EXPECT_EQ(with({"output.thermo={every: 7}"}).output.thermo.every, 7);
}

TEST(Override, TheLastOneCounts) {
  EXPECT_EQ(with({"stages.0.steps=1", "stages.0.steps=2"}).stages[0].steps, 2);
}

TEST(Override, MayUseAndSetVariables) {
  const std::string deck = "vars: {n: 4}\n" + replaced(good_deck, "steps: 10", "steps: \"${2*n}\"");
  EXPECT_EQ(parse_deck(deck).stages[0].steps, 8);
  EXPECT_EQ(parse_deck(deck, "deck", {"vars.n=5"}).stages[0].steps, 10);
  EXPECT_EQ(parse_deck(deck, "deck", {"stages[0].steps=${n^2}"}).stages[0].steps, 16);
}

TEST(Override, ThatIsWrongIsQuoted) {
  EXPECT_THAT(said("stages[0].stepz=5"),
              StartsWith("--set stages[0].stepz=5: error: stages[0] has no key 'stepz'; did you "
                         "mean 'steps'?"));
  EXPECT_THAT(said("stages[0].steps=many"),
              StartsWith("--set stages[0].steps=many: error: stages[0].steps must be a whole"));
  EXPECT_THAT(said("stages[3].steps=5"),
              StartsWith("--set stages[3].steps=5: error: 'stages' is a list of 1; '3' is none of "
                         "its positions (they count from 0)"));
  EXPECT_THAT(said("units.x=5"),
              StartsWith("--set units.x=5: error: 'units' is a single value and has no 'x'"));
  EXPECT_THAT(said("steps"), StartsWith("--set steps: error: expected path=value"));
  EXPECT_THAT(said("=5"), StartsWith("--set =5: error: expected path=value"));
  EXPECT_THAT(said("neighbor.skin=[0.3"),
              StartsWith("--set neighbor.skin=[0.3: error: this is not valid YAML"));
  EXPECT_THAT(said("nonsense=1"), StartsWith("--set nonsense=1: error: the deck has no key"));
}

TEST(Override, MakesAMissingBlock) {
  EXPECT_EQ(with({"execution.threads=3"}).execution.threads, 3);
  EXPECT_EQ(with({"output.checkpoint.every=5"}).output.checkpoint->every, 5);
}

}  // namespace
}  // namespace alder::test
