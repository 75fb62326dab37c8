// SPDX-License-Identifier: BSD-3-Clause
// Every per-item body of the engine, compiled for the GPU: one line each. A body that is missing
// here shows as an undefined alder::cuda::for_each or reduce when Alder is linked.
#include "atoms/bodies.hpp"
#include "atoms/faces.hpp"
#include "backend/scan.hpp"
#include "cuda/for_each.cuh"
#include "cuda/reduce.cuh"
#include "cuda/type_name.hpp"
#include "domain/bodies.hpp"
#include "integrate/bodies.hpp"
#include "neighbor/bodies.hpp"
#include "observe/bodies.hpp"
#include "pair/fixed_sums.hpp"

namespace alder::cuda {

template <class Body>
void for_each(const Device& device, std::int64_t n, const Body& body) {
  for_each_named(type_name<Body>(), device, n, body);
}

template <class Body>
typename Body::Value reduce(const Device& device, std::int64_t n, const Body& body) {
  return reduce_named(type_name<Body>(), device, n, body);
}

template void for_each(const Device&, std::int64_t, const GatherBody<FieldItem<1>>&);
template void for_each(const Device&, std::int64_t, const GatherBody<FieldItem<2>>&);
template void for_each(const Device&, std::int64_t, const GatherBody<FieldItem<3>>&);
template void for_each(const Device&, std::int64_t, const GatherBody<FieldItem<8>>&);
template void for_each(const Device&, std::int64_t, const PackRowsBody<FieldItem<1>>&);
template void for_each(const Device&, std::int64_t, const PackRowsBody<FieldItem<2>>&);
template void for_each(const Device&, std::int64_t, const PackRowsBody<FieldItem<3>>&);
template void for_each(const Device&, std::int64_t, const PackRowsBody<FieldItem<8>>&);
template void for_each(const Device&, std::int64_t, const UnpackRowsBody<FieldItem<1>>&);
template void for_each(const Device&, std::int64_t, const UnpackRowsBody<FieldItem<2>>&);
template void for_each(const Device&, std::int64_t, const UnpackRowsBody<FieldItem<3>>&);
template void for_each(const Device&, std::int64_t, const UnpackRowsBody<FieldItem<8>>&);
template void for_each(const Device&, std::int64_t, const GatherBody<double>&);
template void for_each(const Device&, std::int64_t, const ScatterBody<double>&);
template void for_each(const Device&, std::int64_t, const FoldBody<double>&);
template void for_each(const Device&, std::int64_t, const ShortenPositionBody&);
template void for_each(const Device&, std::int64_t, const ClearForcesBody&);
template void for_each(const Device&, std::int64_t,
                       const PackImagesBody<Position, PackedPosition>&);
template void for_each(const Device&, std::int64_t,
                       const PackImagesBody<ShortPosition, PackedShortPosition>&);
template void for_each(const Device&, std::int64_t,
                       const PackOwnersBody<Position, PackedPosition>&);
template void for_each(const Device&, std::int64_t,
                       const PackOwnersBody<ShortPosition, PackedShortPosition>&);
template void for_each(const Device&, std::int64_t,
                       const UnpackGhostsBody<Position, PackedPosition>&);
template void for_each(const Device&, std::int64_t,
                       const UnpackGhostsBody<ShortPosition, PackedShortPosition>&);
template void for_each(const Device&, std::int64_t, const FindOwnerBody&);
template void for_each(const Device&, std::int64_t, const OwnerStartBody&);
template void for_each(const Device&, std::int64_t, const OwnerBody&);
template void for_each(const Device&, std::int64_t, const InvertBody&);
template void for_each(const Device&, std::int64_t, const FlagBody<OutsideBrickBody>&);
template void for_each(const Device&, std::int64_t, const FlagBody<CandidateBody>&);
template void for_each(const Device&, std::int64_t, const PartRowsBody&);
template void for_each(const Device&, std::int64_t, const CountImagesBody&);
template void for_each(const Device&, std::int64_t, const WriteImagesBody&);
template void for_each(const Device&, std::int64_t, const EveryBody&);
template void for_each(const Device&, std::int64_t, const KickBody&);
template void for_each(const Device&, std::int64_t, const KickDriftBody&);
template void for_each(const Device&, std::int64_t, const BaoaFirstHalfBody&);
template void for_each(const Device&, std::int64_t, const NotePositionsBody&);
template void for_each(const Device&, std::int64_t, const WrapPositionsBody&);

template std::int64_t reduce(const Device&, std::int64_t, const BeyondFacesBody&);
template ExtentBody::Value reduce(const Device&, std::int64_t, const ExtentBody&);
template double reduce(const Device&, std::int64_t, const MaxDisplacementBody&);
template MaxSpeedBody::Value reduce(const Device&, std::int64_t, const MaxSpeedBody&);
template Tensor6 reduce(const Device&, std::int64_t, const KineticTensorBody&);
template Numbers<6> reduce(const Device&, std::int64_t, const LargestBody<KineticTermsBody>&);
template Numbers<6, std::int64_t> reduce(const Device&, std::int64_t,
                                         const FixedBody<KineticTermsBody>&);
template Numbers<8> reduce(const Device&, std::int64_t, const LargestBody<RowTermsBody>&);
template Numbers<8, std::int64_t> reduce(const Device&, std::int64_t,
                                         const FixedBody<RowTermsBody>&);

}  // namespace alder::cuda
