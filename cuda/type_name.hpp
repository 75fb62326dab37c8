// SPDX-License-Identifier: BSD-3-Clause
// The name of a type, for messages about kernels.
#pragma once

#include <string>
#include <string_view>

namespace alder::cuda {

/// "KickBody" for alder::KickBody.
template <class T>
const char* type_name() {
  static const std::string name = [] {
    // "... [with T = alder::KickBody]" (g++), "... [T = alder::KickBody]" (clang++)
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("T = ") + 4);
    text = text.substr(0, text.find_first_of(";]"));
    std::string result(text);
    for (std::size_t at; (at = result.find("alder::")) != std::string::npos;) result.erase(at, 7);
    return result;
  }();
  return name.c_str();
}

}  // namespace alder::cuda
