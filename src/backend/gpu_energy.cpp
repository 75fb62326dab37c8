// SPDX-License-Identifier: BSD-3-Clause
#include "backend/gpu_energy.hpp"

#include <dlfcn.h>

namespace alder {
namespace {

// The few functions of NVML that are needed; 0 is success.
class Nvml {
 public:
  static const Nvml& get() {
    static const Nvml nvml;
    return nvml;
  }

  [[nodiscard]] std::optional<double> joules(const std::string& id) const {
    void* gpu = nullptr;
    if (!ready_ || by_uuid_(id.c_str(), &gpu) != 0) return {};
    unsigned now = 0, pending = 0;
    if (mig_mode_ != nullptr && mig_mode_(gpu, &now, &pending) == 0 && now != 0) return {};
    unsigned long long millijoules = 0;
    if (energy_(gpu, &millijoules) != 0) return {};
    return 1e-3 * static_cast<double>(millijoules);
  }

 private:
  Nvml() {
    void* library = dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return;
    int (*init)() = nullptr;
    find(library, "nvmlInit_v2", init);
    find(library, "nvmlDeviceGetHandleByUUID", by_uuid_);
    find(library, "nvmlDeviceGetTotalEnergyConsumption", energy_);
    find(library, "nvmlDeviceGetMigMode", mig_mode_);
    ready_ = init != nullptr && by_uuid_ != nullptr && energy_ != nullptr && init() == 0;
  }
  template <class Function>
  static void find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
  }

  bool ready_ = false;
  int (*by_uuid_)(const char*, void**) = nullptr;
  int (*energy_)(void*, unsigned long long*) = nullptr;
  int (*mig_mode_)(void*, unsigned*, unsigned*) = nullptr;
};

}  // namespace

std::optional<double> gpu_joules(const std::string& id) {
  if (id.empty()) return {};
  return Nvml::get().joules(id);
}

}  // namespace alder
