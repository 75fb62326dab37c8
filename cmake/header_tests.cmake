# Target alder_header_tests: every header of src/ compiles alone, and twice in one file. Those that
# the .cpp file beside them includes first are compiled alone in the library; not so in the program,
# where several files are compiled as one.
file(GLOB_RECURSE _headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/src
  ${PROJECT_SOURCE_DIR}/src/*.hpp)
set(_sources "")
foreach(_header ${_headers})
  string(REGEX REPLACE "hpp$" "cpp" _beside ${PROJECT_SOURCE_DIR}/src/${_header})
  if(EXISTS ${_beside} AND NOT _header MATCHES "^app/")
    file(STRINGS ${_beside} _first REGEX "^#include" LIMIT_COUNT 1)
    get_filename_component(_name ${_header} NAME)
    file(STRINGS ${PROJECT_SOURCE_DIR}/src/${_header} _once REGEX "^#pragma once$" LIMIT_COUNT 1)
    if(_once AND _first MATCHES "^#include \"(${_header}|${_name})\"$")
      continue()
    endif()
  endif()
  string(MAKE_C_IDENTIFIER ${_header} _name)
  set(_source ${PROJECT_BINARY_DIR}/header_tests/${_name}.cpp)
  file(CONFIGURE OUTPUT ${_source} CONTENT "#include \"@_header@\"\n#include \"@_header@\"\n" @ONLY)
  list(APPEND _sources ${_source})
endforeach()
add_library(alder_header_tests OBJECT EXCLUDE_FROM_ALL ${_sources})
set_target_properties(alder_header_tests PROPERTIES UNITY_BUILD OFF)
target_include_directories(alder_header_tests PRIVATE ${PROJECT_SOURCE_DIR}/src
  ${PROJECT_SOURCE_DIR}/src/api ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(alder_header_tests PRIVATE alder_flags alder_yaml alder_hdf5 fmt::fmt
  nlohmann_json::nlohmann_json CLI11::CLI11 PkgConfig::HWY OpenMP::OpenMP_CXX)
target_compile_options(alder_header_tests PRIVATE -O0 -Werror)
