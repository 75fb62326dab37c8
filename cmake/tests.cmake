# alder_test(NAME SOURCES a.cpp ... [LABEL unit|reference|long|stress|app] [TIMEOUT seconds]
#            [COST seconds] [RANKS n ...])
# One program and one ctest per room: `ctest -L unit` runs the quick ones, `build/tests/NAME
# --gtest_filter=...` a single case. RANKS runs the same program once more on n MPI ranks each. What
# costs most begins first, so that no processor waits for it in the end.
include(GoogleTest)
set(ALDER_MPI_ENVIRONMENT "OMP_NUM_THREADS=1;OMPI_ALLOW_RUN_AS_ROOT=1;\
OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1;OMPI_MCA_rmaps_base_oversubscribe=1;\
OMPI_MCA_mpi_yield_when_idle=1;OMPI_MCA_btl_vader_single_copy_mechanism=none;\
ASAN_OPTIONS=allocator_may_return_null=1:detect_leaks=0")  # MPI keeps what its plug-ins took
function(alder_test name)
  cmake_parse_arguments(_test "" "LABEL;TIMEOUT;COST" "SOURCES;LIBRARIES;RANKS" ${ARGN})
  if(NOT _test_LABEL)
    set(_test_LABEL unit)
  endif()
  if(NOT _test_TIMEOUT)
    set(_test_TIMEOUT 600)
  endif()
  if(NOT _test_COST)
    set(_test_COST 1)
  endif()
  add_executable(${name} ${_test_SOURCES})
  target_link_libraries(${name} PRIVATE alder_test_support ${_test_LIBRARIES})
  if(ALDER_QUICK_BUILD)
    alder_precompile_test_headers(${name})
  endif()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS ${_test_LABEL} TIMEOUT ${_test_TIMEOUT}
    COST ${_test_COST})
  alder_test_environment(${name})
  if(NOT ALDER_HAVE_MPI)
    return()
  endif()
  foreach(_ranks ${_test_RANKS})
    set(_test ${name}_on_${_ranks}_ranks)
    add_test(NAME ${_test} COMMAND ${MPIEXEC_EXECUTABLE} ${MPIEXEC_NUMPROC_FLAG} ${_ranks}
      $<TARGET_FILE:${name}> --gtest_brief=1)
    set_tests_properties(${_test} PROPERTIES LABELS "${_test_LABEL};mpi" TIMEOUT ${_test_TIMEOUT}
      COST ${_test_COST} ENVIRONMENT "${ALDER_MPI_ENVIRONMENT}")
    alder_test_on_ranks(${_test} ${_ranks})
  endforeach()
endfunction()

# Headers that most tests begin with, compiled for the first program of tests and used by all.
function(alder_precompile_test_headers name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # Lets ccache take one from another time.
    target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
  get_property(_first GLOBAL PROPERTY ALDER_FIRST_TEST)
  if(_first)
    target_precompile_headers(${name} REUSE_FROM ${_first})
  else()
    set_property(GLOBAL PROPERTY ALDER_FIRST_TEST ${name})
    target_precompile_headers(${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h> <cmath> <functional>
      <nlohmann/json.hpp> ${PROJECT_SOURCE_DIR}/src/api/alder.hpp)
  endif()
endfunction()

# alder_test_on_ranks(TEST RANKS): more ranks than processors share one (support/main.cpp), on
# which one such test runs at a time.
function(alder_test_on_ranks test ranks)
  if(ranks GREATER ALDER_PROCESSORS)
    set_tests_properties(${test} PROPERTIES RESOURCE_LOCK processor_of_ranks)
  else()
    set_tests_properties(${test} PROPERTIES PROCESSORS ${ranks})
  endif()
endfunction()

# Two threads are enough to show what depends on their number. Most of the time one works; waiting
# ones leave the processor to the other tests.
function(alder_test_environment name)
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "OMP_NUM_THREADS=2;OMP_WAIT_POLICY=passive")
endfunction()
