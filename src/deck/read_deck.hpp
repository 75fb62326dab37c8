// SPDX-License-Identifier: BSD-3-Clause
// From YAML to a validated Deck, and back.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "deck/deck.hpp"
#include "deck/deck_schema.hpp"

namespace alder {

/// The text of a deck file; throws InputError.
std::string read_deck_source(const std::string& file);

/// Reads a deck file. `overrides` are "path=value". Throws InputError whose text lists everything
/// that is wrong, one "file:line:column: error: sentence" each.
Deck read_deck_file(const std::string& file, const std::vector<std::string>& overrides,
                    const std::vector<PairStyleSchema>& styles);

/// The same from a text; `file` is the name used in messages.
Deck read_deck_text(const std::string& text, const std::string& file,
                    const std::vector<std::string>& overrides,
                    const std::vector<PairStyleSchema>& styles);

/// Throws the InputError that says where in its file a deck has the key of `error`, or, where the
/// deck does not give that key, what it belongs to.
[[noreturn]] void throw_at_its_place(const Deck& deck, const KeyError& error);
/// What `act` returns; what it throws against keys is said at their places in the deck.
template <class Act>
auto at_places_of(const Deck& deck, const Act& act) {
  try {
    return act();
  } catch (const KeyError& error) {
    throw_at_its_place(deck, error);
  }
}

/// The complete deck with every default filled in, as YAML that reads back to the same Deck.
std::string effective_deck(const Deck& deck, const std::vector<PairStyleSchema>& styles);
/// The same as a JSON object (for comparing decks key by key).
nlohmann::ordered_json effective_deck_json(const Deck& deck,
                                           const std::vector<PairStyleSchema>& styles);

/// The whole schema: for the Markdown reference and the JSON Schema.
schema::ValueDoc deck_schema(const std::vector<PairStyleSchema>& styles);

}  // namespace alder
