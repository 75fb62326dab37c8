// SPDX-License-Identifier: BSD-3-Clause
// The emulated device's memory: poisoned, and closed to the host where asked.
#pragma once

#include <cstddef>

namespace alder::emulation {

/// Null when memory is out.
void* allocate_device(std::size_t bytes);
/// False when `data` is not an allocation of this device.
bool free_device(void* data);
/// Memory that copies may reach at any time.
void* allocate_pinned(std::size_t bytes);
bool free_pinned(void* data);
[[nodiscard]] bool is_pinned(const void* data);
/// False when [data, data + bytes) starts inside a device allocation and reaches beyond its end.
[[nodiscard]] bool fits_allocation(const void* data, std::size_t bytes);

/// While one exists, device memory is accessible (it always is unless Config::protect is set).
class DeviceMemoryWindow {
 public:
  DeviceMemoryWindow();
  ~DeviceMemoryWindow();
  DeviceMemoryWindow(const DeviceMemoryWindow&) = delete;
  DeviceMemoryWindow& operator=(const DeviceMemoryWindow&) = delete;
};

}  // namespace alder::emulation
