# planted_bugs.cu in three builds, and what each must say about each bug. Each bug must be reported
# by the build that can see it, whatever this build's own sanitizers are.
set(_planted_bugs ${PROJECT_SOURCE_DIR}/tests/emulation/planted_bugs.cu)
set(_planted_wrapper ${PROJECT_BINARY_DIR}/emulated/planted_bugs.cpp)
file(CONFIGURE OUTPUT ${_planted_wrapper} CONTENT "#include \"${_planted_bugs}\"\n")
set_property(SOURCE ${_planted_wrapper} PROPERTY OBJECT_DEPENDS ${_planted_bugs})

function(add_planted_bugs variant sanitizers)
  set(_program planted_bugs_${variant})
  alder_add_emulation(alder_emulation_${variant} "${sanitizers}")
  add_executable(${_program} ${_planted_wrapper})
  target_include_directories(${_program} PRIVATE ${PROJECT_SOURCE_DIR}/tests/emulation ${PROJECT_SOURCE_DIR})
  target_link_libraries(${_program} PRIVATE alder_emulation_${variant} ${CMAKE_DL_LIBS})
  target_compile_options(${_program} PRIVATE ${ALDER_CXX_WARNINGS} -O1 -g1)
  if(sanitizers)
    target_compile_options(${_program} PRIVATE -fsanitize=${sanitizers} -fno-omit-frame-pointer
      -fno-sanitize-recover=all)
    target_link_options(${_program} PRIVATE -fsanitize=${sanitizers})
  endif()
endfunction()

# A bug aborts or ends with the sanitizer's code; what counts is the report.
function(expect_report variant bug order report)
  add_test(NAME emulation.${variant}.${bug}
    COMMAND sh -c "exec 2>&1; $<TARGET_FILE:planted_bugs_${variant}> ${bug}; true")
  set_tests_properties(emulation.${variant}.${bug} PROPERTIES
    ENVIRONMENT "ALDER_EMULATION=${order}" PASS_REGULAR_EXPRESSION "${report}" LABELS unit
    TIMEOUT 60)
endfunction()

# Correct kernels must pass without any report, in every order.
function(expect_silence variant)
  foreach(_order fifo reverse random)
    foreach(_seed 1 2 3)
      set(_name emulation.${variant}.correct.${_order}.${_seed})
      add_test(NAME ${_name} COMMAND planted_bugs_${variant} correct)
      set_tests_properties(${_name} PROPERTIES
        ENVIRONMENT "ALDER_EMULATION=order=${_order} seed=${_seed};TSAN_OPTIONS=halt_on_error=1"
        FAIL_REGULAR_EXPRESSION "WRONG;ERROR;WARNING;DEADLOCK" LABELS unit TIMEOUT 60)
      if(NOT _order STREQUAL "random")
        break()
      endif()
    endforeach()
  endforeach()
endfunction()

add_planted_bugs(plain "")
expect_silence(plain)
expect_report(plain missing_barrier "order=fifo" "WRONG VALUES: reversal")
expect_report(plain uninitialised_shared "order=fifo" "WRONG VALUES: shared values")
expect_report(plain deadlock "order=fifo" "DEADLOCK in deadlock.*__syncthreads")
expect_report(plain missing_event_wait "order=reverse" "WRONG VALUES: values through two streams")
expect_report(plain missing_grid_barrier "order=fifo" "WRONG VALUES: exchange between blocks")
expect_report(plain copy_too_much "order=fifo" "copy: invalid argument")
expect_report(plain host_reads_device "protect" "Segmentation fault")

add_planted_bugs(asan "address,undefined")
expect_silence(asan)
expect_report(asan global_out_of_bounds "order=fifo"
  "AddressSanitizer: (heap-buffer-overflow|use-after-poison).*write_kernel")
expect_report(asan shared_out_of_bounds "order=fifo"
  "AddressSanitizer: use-after-poison.*shared_shift_kernel")

add_planted_bugs(tsan "thread")
expect_silence(tsan)
expect_report(tsan missing_barrier "order=fifo" "ThreadSanitizer: data race.*reverse_kernel")
expect_report(tsan missing_syncwarp "order=fifo" "ThreadSanitizer: data race.*fold_warp_kernel")
expect_report(tsan lost_update "order=fifo" "ThreadSanitizer: data race.*count_kernel")
expect_report(tsan missing_grid_barrier "order=fifo"
  "ThreadSanitizer: data race.*exchange_blocks_kernel")
