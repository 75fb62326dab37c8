// SPDX-License-Identifier: BSD-3-Clause
// What the emulator tells the sanitizers. Emulator sources are compiled with AddressSanitizer where
// the kernels are, but never with ThreadSanitizer: they only speak to it (ALDER_EMULATION_TSAN=1),
// so that it sees the accesses of kernels and none of the emulator's own.
#pragma once

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ALDER_EMULATION_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ALDER_EMULATION_ASAN 1
#endif

#if ALDER_EMULATION_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#if ALDER_EMULATION_TSAN
extern "C" {
void* __tsan_get_current_fiber(void);
void* __tsan_create_fiber(unsigned);
void __tsan_destroy_fiber(void*);
void __tsan_switch_to_fiber(void*, unsigned);
void __tsan_acquire(void*);
void __tsan_release(void*);
void AnnotateIgnoreWritesBegin(const char*, int);
void AnnotateIgnoreWritesEnd(const char*, int);
}
#endif

namespace alder::emulation {

/// What the running thread did before `release` happened before what follows `acquire` of the same
/// address.
inline void acquire([[maybe_unused]] void* address) {
#if ALDER_EMULATION_TSAN
  __tsan_acquire(address);
#endif
}
inline void release([[maybe_unused]] void* address) {
#if ALDER_EMULATION_TSAN
  __tsan_release(address);
#endif
}

/// Makes every access to [data, data + bytes) an error, or none.
inline void forbid([[maybe_unused]] void* data, [[maybe_unused]] std::size_t bytes) {
#if ALDER_EMULATION_ASAN
  ASAN_POISON_MEMORY_REGION(data, bytes);
#endif
}
inline void permit([[maybe_unused]] void* data, [[maybe_unused]] std::size_t bytes) {
#if ALDER_EMULATION_ASAN
  ASAN_UNPOISON_MEMORY_REGION(data, bytes);
#endif
}

#if ALDER_EMULATION_TSAN
inline constexpr bool thread_sanitizer = true;
#else
inline constexpr bool thread_sanitizer = false;
#endif
#if ALDER_EMULATION_ASAN
inline constexpr bool address_sanitizer = true;
#else
inline constexpr bool address_sanitizer = false;
#endif

}  // namespace alder::emulation
