# Code that is compiled once per instruction set and chosen at run time: the levels of x86-64, and
# on other processors what the compiler takes for granted (`portable`: NEON on ARM, for example).
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(_known v2 v3 v4)
else()
  set(_known portable)
endif()
if(NOT ALDER_SIMD_SETS)
  set(ALDER_SIMD_SETS ${_known})
endif()
foreach(_set ${ALDER_SIMD_SETS})
  if(NOT _set IN_LIST _known)
    message(FATAL_ERROR "ALDER_SIMD_SETS: there is no ${_set} here; known: ${_known}")
  endif()
endforeach()
set(ALDER_SIMD_FLAGS_portable "")
set(ALDER_SIMD_FLAGS_v2 -march=x86-64-v2)
set(ALDER_SIMD_FLAGS_v3 -march=x86-64-v3)
set(ALDER_SIMD_FLAGS_v4 -march=x86-64-v4)

# Optimised in every build type: an inline function that is not inlined would be a weak symbol, and
# the linker might give the one of the highest set to code that runs anywhere. Not so where all runs
# with one set, as in CI's build with sanitizers, which would take twice as long.
list(LENGTH ALDER_SIMD_SETS _n_sets)
if(ALDER_SANITIZE AND _n_sets EQUAL 1)
  set(ALDER_SIMD_OPTIMISATION -O1)
else()
  set(ALDER_SIMD_OPTIMISATION -O3)
endif()

# alder_add_simd_source(TARGET SET FILE): compiles FILE for one instruction set.
function(alder_add_simd_source target set file)
  target_sources(${target} PRIVATE ${file})
  set(_options ${ALDER_SIMD_FLAGS_${set}} ${ALDER_SIMD_OPTIMISATION}
    -DALDER_SIMD_NAMESPACE=simd_${set}
    -DHWY_COMPILE_ONLY_STATIC -DHWY_DISABLE_PCLMUL_AES)
  set_source_files_properties(${file} TARGET_DIRECTORY ${target}
    PROPERTIES COMPILE_OPTIONS "${_options}")
endfunction()

# alder_add_simd_kernels(TARGET NAME FUNCTION KERNEL_TEMPLATE DISPATCH_TEMPLATE): writes the kernel
# template once per instruction set, and the dispatch template with ALDER_SIMD_DECLARATIONS and
# ALDER_SIMD_CASES, which declare and return `FUNCTION` ("Result name()") of each.
function(alder_add_simd_kernels target name declaration kernel_template dispatch_template)
  set(ALDER_SIMD_DECLARATIONS "")
  set(ALDER_SIMD_CASES "")
  string(REGEX REPLACE "^.* " "" _call "${declaration}")
  foreach(ALDER_SIMD_SET ${ALDER_SIMD_SETS})
    set(_source ${CMAKE_CURRENT_BINARY_DIR}/${name}_simd_${ALDER_SIMD_SET}.cpp)
    configure_file(${kernel_template} ${_source} @ONLY)
    alder_add_simd_source(${target} ${ALDER_SIMD_SET} ${_source})
    string(APPEND ALDER_SIMD_DECLARATIONS
      "namespace simd_${ALDER_SIMD_SET} { ${declaration}; }\n")
    string(APPEND ALDER_SIMD_CASES
      "    case Simd::${ALDER_SIMD_SET}: return simd_${ALDER_SIMD_SET}::${_call};\n")
  endforeach()
  configure_file(${dispatch_template} ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
endfunction()
