// SPDX-License-Identifier: BSD-3-Clause
// The deck language described from its schema: a Markdown page, a JSON Schema, and one key at a
// time.
#pragma once

#include <string>
#include <vector>

#include "deck/deck_schema.hpp"

namespace alder {

/// The reference page of the deck language, Markdown.
std::string deck_markdown(const std::vector<PairStyleSchema>& styles);

/// The page of the pair styles, Markdown.
std::string pair_markdown(const std::vector<PairStyleSchema>& styles);

/// A JSON Schema (draft 2020-12) of decks without ${...} expressions, for editors.
nlohmann::ordered_json deck_json_schema(const std::vector<PairStyleSchema>& styles);

/// What a key path ("stages.ensemble", "stages[0].timestep") or a pair style means, as text; the
/// empty path gives the top-level keys. Throws InputError for a path that does not exist.
std::string explain_deck_key(const std::string& path, const std::vector<PairStyleSchema>& styles);

}  // namespace alder
