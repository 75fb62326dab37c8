# alder_test(NAME SOURCES a.cpp ... [LABEL unit|reference|long|stress|app] [TIMEOUT seconds])
# One program and one ctest per room: `ctest -L unit` runs the quick ones, `build/tests/NAME
# --gtest_filter=...` a single case.
include(GoogleTest)
function(alder_test name)
  cmake_parse_arguments(_test "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT _test_LABEL)
    set(_test_LABEL unit)
  endif()
  if(NOT _test_TIMEOUT)
    set(_test_TIMEOUT 300)
  endif()
  add_executable(${name} ${_test_SOURCES})
  target_link_libraries(${name} PRIVATE alder_test_support ${_test_LIBRARIES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS ${_test_LABEL} TIMEOUT ${_test_TIMEOUT})
  alder_test_environment(${name})
endfunction()

# Two threads are enough to show what depends on their number; waiting ones leave the processor to
# the other tests.
function(alder_test_environment name)
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "OMP_NUM_THREADS=2;OMP_WAIT_POLICY=passive" PROCESSORS 2)
endfunction()
