// SPDX-License-Identifier: BSD-3-Clause
// Files that are seen whole or not at all.
#pragma once

#include <string>

namespace alder {

/// Where a file is put together before it gets its name.
std::string part_of(const std::string& path);
/// Gives the part its name, in place of what had it. With `durable`, only once it is on the disk.
/// Throws EnvironmentError.
void publish(const std::string& path, bool durable);
/// The same for a part that takes the place of a good file, which becomes `previous`. At every
/// moment one of the two is there.
void publish_keeping(const std::string& path, const std::string& previous);
/// Writes a small text file in one go.
void write_text_file(const std::string& path, const std::string& text);

}  // namespace alder
