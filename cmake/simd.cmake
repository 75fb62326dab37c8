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
# Finer than levels, for a kernel that asks for it: instructions that most processors with v4 have,
# by GCC's and Clang's name of them.
set(ALDER_SIMD_FLAGS_v4_avx512vbmi2 -march=x86-64-v4 -mavx512vbmi2)

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

# alder_add_simd_kernels(TARGET NAME FUNCTION KERNEL_TEMPLATE DISPATCH_TEMPLATE [FEATURE]): writes
# the kernel template once per instruction set, and the dispatch template with
# ALDER_SIMD_DECLARATIONS and ALDER_SIMD_CASES, which declare and return `FUNCTION` ("Result
# name()") of each. With FEATURE, v4 has another kernel for processors that have that too; then the
# cases return both, the better one first: {a, b}, and {a} elsewhere.
function(alder_add_simd_kernels target name declaration kernel_template dispatch_template)
  set(ALDER_SIMD_DECLARATIONS "")
  set(ALDER_SIMD_CASES "")
  string(REGEX REPLACE "^.* " "" _call "${declaration}")
  set(_sets ${ALDER_SIMD_SETS})
  if(ARGN AND "v4" IN_LIST _sets)
    list(APPEND _sets v4_${ARGN})
  endif()
  foreach(ALDER_SIMD_SET ${_sets})
    set(_source ${CMAKE_CURRENT_BINARY_DIR}/${name}_simd_${ALDER_SIMD_SET}.cpp)
    configure_file(${kernel_template} ${_source} @ONLY)
    alder_add_simd_source(${target} ${ALDER_SIMD_SET} ${_source})
    string(APPEND ALDER_SIMD_DECLARATIONS
      "namespace simd_${ALDER_SIMD_SET} { ${declaration}; }\n")
  endforeach()
  foreach(_set ${ALDER_SIMD_SETS})
    set(_kernels "simd_${_set}::${_call}")
    if(ARGN)
      set(_kernels "{${_kernels}}")
    endif()
    string(APPEND ALDER_SIMD_CASES "    case Simd::${_set}:\n")
    if(ARGN AND _set STREQUAL "v4")
      string(APPEND ALDER_SIMD_CASES "      if (__builtin_cpu_supports(\"${ARGN}\")) "
        "return {simd_v4_${ARGN}::${_call}, simd_v4::${_call}};\n")
    endif()
    string(APPEND ALDER_SIMD_CASES "      return ${_kernels};\n")
  endforeach()
  configure_file(${dispatch_template} ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
endfunction()
