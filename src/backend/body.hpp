// SPDX-License-Identifier: BSD-3-Clause
// Which bodies of for_each and reduce are compiled for GPUs.
#pragma once

namespace alder {

/// False for a body that declares `using HostOnly = void`: it has no line in cuda/bodies.cu and is
/// never run with a cuda Device.
template <class Body>
inline constexpr bool runs_on_gpu = !requires {
  typename Body::HostOnly;
};

}  // namespace alder
