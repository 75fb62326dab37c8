# One line per component: add_pair_potential(FILE CLASS) for src/pair/FILE.hpp compiles the
# potential for every backend and instruction set, and puts it in the catalogue. Only those in
# ALDER_PAIR_STYLES where that names some.
function(add_pair_potential file class)
  if(ALDER_PAIR_STYLES AND NOT file IN_LIST ALDER_PAIR_STYLES)
    return()
  endif()
  set(ALDER_PAIR_FILE ${file})
  set(ALDER_PAIR_CLASS ${class})
  alder_add_simd_kernels(alder_core pair_style_${file} "PairKernels pair_kernels_${file}()"
    ${PROJECT_SOURCE_DIR}/src/pair/pair_simd.cpp.in ${PROJECT_SOURCE_DIR}/src/pair/pair_style.cpp.in)
  if(NOT ALDER_CUDA_MODE STREQUAL "OFF")
    set(_cuda ${CMAKE_CURRENT_BINARY_DIR}/gpu_pair_style_${file}.cu)
    configure_file(${PROJECT_SOURCE_DIR}/cuda/pair_style.cu.in ${_cuda} @ONLY)
    alder_cuda_source(${_cuda})
  endif()
  set_property(GLOBAL APPEND PROPERTY ALDER_PAIR_POTENTIALS ${file})
  set_property(GLOBAL APPEND PROPERTY ALDER_PAIR_CLASSES ${class})
endfunction()

# Writes the list of potentials; call after the add_pair_potential lines.
function(finish_pair_catalogue)
  get_property(_files GLOBAL PROPERTY ALDER_PAIR_POTENTIALS)
  set(ALDER_PAIR_DECLARATIONS "")
  set(_calls "")
  foreach(_file ${_files})
    string(APPEND ALDER_PAIR_DECLARATIONS "PairStyle make_pair_style_${_file}();\n")
    list(APPEND _calls "make_pair_style_${_file}()")
  endforeach()
  list(JOIN _calls ", " ALDER_PAIR_CALLS)
  set(_source ${CMAKE_CURRENT_BINARY_DIR}/catalogue_list.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/src/pair/catalogue_list.cpp.in ${_source} @ONLY)
  target_sources(alder_core PRIVATE ${_source})
endfunction()
