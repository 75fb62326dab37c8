// SPDX-License-Identifier: BSD-3-Clause
#include "domain/agree.hpp"

#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "base/error.hpp"

namespace alder {
namespace {

Error as_error(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& e) {
    return e;
  } catch (const std::bad_alloc&) {
    return EnvironmentError("out of memory; use fewer atoms or a machine with more memory");
  } catch (const std::exception& e) {
    return InternalError(e.what());
  }
}

template <class E>
[[noreturn]] void throw_collectively(E error) {
  error.set_collective();
  throw error;
}

// The class of an error is that of its exit code.
[[noreturn]] void rethrow(const std::string& message, int exit_code) {
  switch (exit_code) {
    case 1: throw_collectively(InternalError(message));
    case 2: throw_collectively(InputError(message));
    case 3: throw_collectively(PhysicsError(message));
    case 4: throw_collectively(EnvironmentError(message));
    default: throw_collectively(Error(message, exit_code));
  }
}

}  // namespace

void agree(Communicator& communicator, const std::exception_ptr& error) {
  const int size = communicator.size();
  // A rank with an error does not wait for ever for others that are busy with each other: it throws
  // its own, and the program ends them all.
  const double patience = error ? 20.0 : std::numeric_limits<double>::infinity();
  const std::int64_t mine = error ? size - communicator.rank() : 0;
  const std::optional<std::int64_t> highest = communicator.try_max(mine, patience);
  if (!highest) std::rethrow_exception(error);
  if (*highest == 0) return;
  const int root = size - static_cast<int>(*highest);
  std::int64_t code = 0;
  std::vector<std::byte> text;
  if (communicator.rank() == root) {
    const Error e = as_error(error);
    code = e.exit_code();
    const std::string message = e.what();
    text.resize(message.size());
    std::memcpy(text.data(), message.data(), message.size());
  }
  communicator.broadcast(text, root);
  code = communicator.sum(code);
  rethrow(std::string(reinterpret_cast<const char*>(text.data()), text.size()),
          static_cast<int>(code));
}

}  // namespace alder
