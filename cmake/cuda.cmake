# Decides how the CUDA backend is built: ALDER_CUDA_MODE is OFF, ON or EMULATED.
if(ALDER_CUDA STREQUAL "EMULATED")
  set(ALDER_CUDA_MODE EMULATED)
elseif(ALDER_CUDA STREQUAL "OFF" OR NOT EXISTS ${PROJECT_SOURCE_DIR}/cuda/CMakeLists.txt)
  set(ALDER_CUDA_MODE OFF)
else()
  if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 75-real 90)
  endif()
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    enable_language(CUDA)
    if(CMAKE_CUDA_COMPILER_ID STREQUAL "NVIDIA" AND NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)
      # CMake 3.25 does not know that nvcc 12 and later take -std=c++20.
      set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
      set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION "-std=c++20")
      list(APPEND CMAKE_CUDA_COMPILE_FEATURES cuda_std_20)
    endif()
    set(CMAKE_CUDA_STANDARD 20)
    set(CMAKE_CUDA_STANDARD_REQUIRED ON)
    set(CMAKE_CUDA_EXTENSIONS OFF)
    find_package(CUDAToolkit REQUIRED)
    set(ALDER_CUDA_MODE ON)
  elseif(ALDER_CUDA STREQUAL "ON")
    message(FATAL_ERROR "ALDER_CUDA=ON, but nvcc was not found; put it on PATH or set CMAKE_CUDA_COMPILER")
  else()
    set(ALDER_CUDA_MODE OFF)
  endif()
endif()
message(STATUS "CUDA backend: ${ALDER_CUDA_MODE}")

# Adds a .cu file to the engine: as CUDA, or through a one-line .cpp for the emulation.
function(alder_cuda_source file)
  if(ALDER_CUDA_MODE STREQUAL "ON")
    target_sources(alder_core PRIVATE ${file})
  elseif(ALDER_CUDA_MODE STREQUAL "EMULATED")
    get_filename_component(_name ${file} NAME_WE)
    set(_wrapper ${PROJECT_BINARY_DIR}/emulated/${_name}.cpp)
    file(CONFIGURE OUTPUT ${_wrapper} CONTENT "#include \"${file}\"\n")
    target_sources(alder_core PRIVATE ${_wrapper})
    set_property(GLOBAL APPEND PROPERTY ALDER_EMULATED_SOURCES ${_wrapper})
    set_property(SOURCE ${_wrapper} TARGET_DIRECTORY alder_core PROPERTY OBJECT_DEPENDS ${file})
    if(NOT ALDER_SANITIZE)  # kernel_races links others in their place: each an object of its own
      set_property(SOURCE ${_wrapper} TARGET_DIRECTORY alder_core PROPERTY
        SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endif()
endfunction()

# What a target that holds .cu files needs.
function(alder_use_cuda target)
  if(ALDER_CUDA_MODE STREQUAL "ON")
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC CUDA::cudart_static)
    set_target_properties(${target} PROPERTIES CUDA_RUNTIME_LIBRARY Static)
    # Relaxed constexpr: kernels index std::array. Warnings that nvcc's own intermediate code fails
    # are left out: -Wpedantic, -Wold-style-cast, -Wconversion, -Wparentheses.
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANGUAGE:CUDA>:-lineinfo;--expt-relaxed-constexpr>
      $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra,-Wshadow,-Wno-parentheses,-fopenmp>
      $<$<AND:$<COMPILE_LANGUAGE:CUDA>,$<BOOL:${ALDER_WERROR}>>:--Werror=all-warnings>)
  elseif(ALDER_CUDA_MODE STREQUAL "EMULATED")
    # The emulation's cuda/launch.cuh, algorithms.cuh and others come before the real ones.
    target_link_libraries(${target} PUBLIC alder_emulation)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/emulation
      ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
