// SPDX-License-Identifier: BSD-3-Clause
// A library with the names of NVML: one GPU that uses 1,500 mJ between any two looks, one in MIG
// mode, one too old to count.
#include <cstring>

extern "C" {

__attribute__((visibility("default"))) int nvmlInit_v2() {
  return 0;
}

__attribute__((visibility("default"))) int nvmlDeviceGetHandleByUUID(const char* id, void** gpu) {
  static char counts = 'c', mig = 'm', old = 'o';
  if (std::strcmp(id, "GPU-counts") == 0) {
    *gpu = &counts;
  } else if (std::strcmp(id, "GPU-mig") == 0) {
    *gpu = &mig;
  } else if (std::strcmp(id, "GPU-old") == 0) {
    *gpu = &old;
  } else {
    return 6;
  }
  return 0;
}

__attribute__((visibility("default"))) int nvmlDeviceGetTotalEnergyConsumption(
    void* gpu, unsigned long long* millijoules) {
  static unsigned long long used = 0;
  if (*static_cast<char*>(gpu) == 'o') return 3;
  *millijoules = used += 1500;
  return 0;
}

__attribute__((visibility("default"))) int nvmlDeviceGetMigMode(void* gpu, unsigned* now,
                                                                unsigned* pending) {
  *now = *pending = *static_cast<char*>(gpu) == 'm' ? 1 : 0;
  return 0;
}
}
