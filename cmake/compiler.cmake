# Flags every target of the tree is compiled with.
add_library(alder_flags INTERFACE)
set(ALDER_CXX_WARNINGS -Wall -Wextra -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarms of GCC 12 and 13 about std::string (GCC bug 105651), and notes about the calling
  # convention of GCC 4.6.
  list(APPEND ALDER_CXX_WARNINGS -Wno-restrict -Wno-psabi)
endif()
if(ALDER_QUICK_BUILD)
  list(REMOVE_ITEM ALDER_CXX_WARNINGS -Wshadow)  # names of other files
endif()
target_compile_options(alder_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:${ALDER_CXX_WARNINGS}>
  # One rounding per operation, whatever the optimiser would like: results do not depend on it.
  $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${ALDER_WERROR}>>:-Werror>)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(alder_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-march=${ALDER_BASELINE_ARCH}>)
endif()
if(ALDER_SANITIZE)
  set(_sanitize -fsanitize=${ALDER_SANITIZE} -fno-omit-frame-pointer)
  if(ALDER_SANITIZE MATCHES "undefined")
    list(APPEND _sanitize -fno-sanitize-recover=undefined)
  endif()
  target_compile_options(alder_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:${_sanitize}>)
  target_link_options(alder_flags INTERFACE ${_sanitize})
endif()
