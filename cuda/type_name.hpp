// SPDX-License-Identifier: BSD-3-Clause
// The name of a type, for messages about kernels.
#pragma once

#include <string>
#include <string_view>

namespace alder::cuda {

/// The T of a text like "... [with T = alder::KickBody]" (g++) or "... [T = alder::KickBody]"
/// (clang++), without its namespace.
inline std::string name_in(std::string_view text) {
  text.remove_prefix(text.find("T = ") + 4);
  std::string result(text.substr(0, text.find_first_of(";]")));
  for (std::size_t at; (at = result.find("alder::")) != std::string::npos;) result.erase(at, 7);
  return result;
}

/// "KickBody" for alder::KickBody.
template <class T>
const char* type_name() {
  static const std::string name = name_in(__PRETTY_FUNCTION__);
  return name.c_str();
}

}  // namespace alder::cuda
