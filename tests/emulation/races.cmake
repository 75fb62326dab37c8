# The engine's own kernels under ThreadSanitizer: the .cu files compiled with it, over the engine's
# other code as it is. Included from tests/, when alder_core and its kernels are known.
get_property(_wrappers GLOBAL PROPERTY ALDER_EMULATED_SOURCES)
add_executable(kernel_races ${PROJECT_SOURCE_DIR}/tests/emulation/kernels_run.cpp ${_wrappers})
target_include_directories(kernel_races PRIVATE ${PROJECT_SOURCE_DIR}/tests/emulation ${PROJECT_SOURCE_DIR})
target_compile_options(kernel_races PRIVATE ${ALDER_CXX_WARNINGS} -fsanitize=thread -O1 -g1
  -ffp-contract=off)
target_link_options(kernel_races PRIVATE -fsanitize=thread)
# These objects and this emulator take the place of those in alder_core.
target_link_libraries(kernel_races PRIVATE alder_emulation_tsan alder_core)
# ThreadSanitizer wants addresses that are not randomised over more bits than it knows of.
find_program(ALDER_SETARCH setarch)
if(ALDER_SETARCH)
  execute_process(COMMAND ${ALDER_SETARCH} -R true RESULT_VARIABLE _refused OUTPUT_QUIET ERROR_QUIET)
endif()
set(_launcher)
if(ALDER_SETARCH AND _refused EQUAL 0)
  set(_launcher ${ALDER_SETARCH} -R)
endif()
add_test(NAME emulation.kernel_races COMMAND ${_launcher} $<TARGET_FILE:kernel_races>)
set_tests_properties(emulation.kernel_races PROPERTIES LABELS unit TIMEOUT 300
  ENVIRONMENT "OMP_NUM_THREADS=1;TSAN_OPTIONS=halt_on_error=1")
# Messages between ranks, too. MPI itself is not looked at.
if(ALDER_HAVE_MPI)
  add_test(NAME emulation.kernel_races_on_2_ranks COMMAND ${_launcher} ${MPIEXEC_EXECUTABLE}
    ${MPIEXEC_NUMPROC_FLAG} 2 $<TARGET_FILE:kernel_races>)
  set_tests_properties(emulation.kernel_races_on_2_ranks PROPERTIES LABELS "unit;mpi" TIMEOUT 300
    PROCESSORS 2 ENVIRONMENT "OMP_NUM_THREADS=1;OMPI_ALLOW_RUN_AS_ROOT=1;\
OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1;OMPI_MCA_rmaps_base_oversubscribe=1;\
OMPI_MCA_mpi_yield_when_idle=1;OMPI_MCA_btl_vader_single_copy_mechanism=none;\
TSAN_OPTIONS=halt_on_error=1:detect_deadlocks=0:ignore_noninstrumented_modules=1")
endif()
