# Tests of the tree as a whole: its rules, its decks, its documentation and its installation.
include(header_tests)

# Every deck of inputs/ is checked and makes ten steps of each stage.
file(GLOB _decks CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/inputs/*.yaml)
foreach(_deck ${_decks})
  get_filename_component(_name ${_deck} NAME_WE)
  add_test(NAME inputs.${_name} COMMAND ${CMAKE_COMMAND}
    -D ALDER=$<TARGET_FILE:alder_app> -D DECK=${_deck}
    -D FOLDER=${PROJECT_BINARY_DIR}/inputs/${_name} -P ${PROJECT_SOURCE_DIR}/cmake/run_deck.cmake)
  set_tests_properties(inputs.${_name} PROPERTIES LABELS inputs TIMEOUT 300
    ENVIRONMENT "OMP_NUM_THREADS=2;OMP_WAIT_POLICY=passive")
endforeach()

# The rest is the same in every build: one that is made for speed is enough.
if(ALDER_SANITIZE OR ALDER_CUDA_MODE STREQUAL "EMULATED")
  return()
endif()
foreach(_check layers files format)
  add_test(NAME checks.${_check} COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-${_check})
  set_tests_properties(checks.${_check} PROPERTIES LABELS checks SKIP_RETURN_CODE 4)
endforeach()
add_test(NAME checks.reference COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-reference
  $<TARGET_FILE:alder_app>)
set_tests_properties(checks.reference PROPERTIES LABELS checks)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_test(NAME checks.instructions
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/count-instructions $<TARGET_FILE:alder_app>)
  set_tests_properties(checks.instructions PROPERTIES LABELS checks SKIP_RETURN_CODE 77 TIMEOUT 900
    COST 70)
endif()
add_test(NAME checks.headers
  COMMAND ${CMAKE_COMMAND} --build ${PROJECT_BINARY_DIR} --target alder_header_tests
    --parallel ${ALDER_PROCESSORS})
set_tests_properties(checks.headers PROPERTIES COST 90 PROCESSORS ${ALDER_PROCESSORS})
add_test(NAME checks.embed_cpp COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-embedding
  ${PROJECT_BINARY_DIR} ${CMAKE_CXX_COMPILER})
set_tests_properties(checks.headers checks.embed_cpp PROPERTIES LABELS checks TIMEOUT 900
  ENVIRONMENT "OMP_NUM_THREADS=2;OMP_WAIT_POLICY=passive")
