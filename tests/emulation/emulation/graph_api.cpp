// SPDX-License-Identifier: BSD-3-Clause
// Capture and replay of graphs on the emulated device.
#include "emulation/runtime_api.hpp"

namespace em = alder::emulation;

namespace {

using GraphPtr = std::shared_ptr<em::Graph>;

void begin_capture(em::Stream& stream, em::Graph* graph, std::vector<em::Node*> after) {
  stream.capture = graph;
  stream.capture_after = std::move(after);
}

}  // namespace

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  if (stream == nullptr || stream->capture != nullptr) return cudaErrorInvalidValue;
  stream->own_capture = std::make_shared<em::Graph>();
  begin_capture(*stream, stream->own_capture.get(), {});
  return cudaSuccess;
}

cudaError_t cudaStreamBeginCaptureToGraph(cudaStream_t stream, cudaGraph_t graph,
                                          const cudaGraphNode_t* after, const cudaGraphEdgeData*,
                                          std::size_t n_after, cudaStreamCaptureMode) {
  if (stream == nullptr || stream->capture != nullptr) return cudaErrorInvalidValue;
  stream->own_capture = *graph;
  stream->given_graph = graph;
  begin_capture(*stream, graph->get(), {after, after + n_after});
  return cudaSuccess;
}

// Streams that joined the capture leave it with the stream it began in.
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  if (stream->own_capture == nullptr) return cudaErrorStreamCaptureInvalidated;
  em::leave_capture(stream->own_capture.get());
  *graph = stream->given_graph != nullptr ? stream->given_graph : new GraphPtr(stream->own_capture);
  stream->own_capture = nullptr;
  stream->given_graph = nullptr;
  return cudaSuccess;
}

cudaError_t cudaStreamGetCaptureInfo(cudaStream_t stream, cudaStreamCaptureStatus* status,
                                     unsigned long long* id, cudaGraph_t* graph,
                                     const cudaGraphNode_t** after, const cudaGraphEdgeData** edges,
                                     std::size_t* n_after) {
  *status =
      stream->capture == nullptr ? cudaStreamCaptureStatusNone : cudaStreamCaptureStatusActive;
  if (id != nullptr) *id = 1;
  if (graph != nullptr) *graph = &stream->own_capture;
  if (after != nullptr) *after = stream->capture_after.data();
  if (edges != nullptr) *edges = nullptr;
  if (n_after != nullptr) *n_after = stream->capture_after.size();
  return cudaSuccess;
}

cudaError_t cudaStreamUpdateCaptureDependencies(cudaStream_t stream, cudaGraphNode_t* after,
                                                const cudaGraphEdgeData*, std::size_t n_after,
                                                unsigned flags) {
  if (stream->capture == nullptr) return cudaErrorInvalidValue;
  if (flags == cudaStreamSetCaptureDependencies) stream->capture_after.clear();
  stream->capture_after.insert(stream->capture_after.end(), after, after + n_after);
  return cudaSuccess;
}

cudaError_t cudaGraphConditionalHandleCreate(cudaGraphConditionalHandle* handle, cudaGraph_t graph,
                                             unsigned default_value, unsigned flags) {
  *handle = (*graph)->add_condition(default_value, flags == cudaGraphCondAssignDefault);
  return cudaSuccess;
}

cudaError_t cudaGraphAddNode(cudaGraphNode_t* node, cudaGraph_t graph, const cudaGraphNode_t* after,
                             const cudaGraphEdgeData*, std::size_t n_after,
                             cudaGraphNodeParams* parameters) {
  cudaConditionalNodeParams& c = parameters->conditional;
  if (parameters->type != cudaGraphNodeTypeConditional || c.size != 1) return cudaErrorInvalidValue;
  *node = (*graph)->add([] {}, {after, after + n_after});
  (*node)->condition = c.handle;
  (*node)->loops = c.type == cudaGraphCondTypeWhile;
  (*node)->body = std::make_shared<em::Graph>();
  c.phGraph_out = &(*node)->body_handle;
  (*node)->body_handle = &(*node)->body;
  return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* executable, cudaGraph_t graph,
                                 unsigned long long) {
  *executable = new GraphPtr(*graph);
  return cudaSuccess;
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
  em::Stream& s = stream == nullptr ? em::null_stream() : *stream;
  em::enqueue(s, [graph = *executable] { graph->run(); });
  return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
  delete executable;
  return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}

void cudaGraphSetConditional(cudaGraphConditionalHandle handle, unsigned value) {
  *handle = value;
}
