# What an installed Alder offers: the program, libalder and `find_package(alder)`.
include(CMakePackageConfigHelpers)
install(TARGETS alder EXPORT alder-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS alder_app RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(_header ${ALDER_PUBLIC_HEADERS})
  get_filename_component(_folder ${_header} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/src/${_header}
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/alder/${_folder})
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/src/api/alder.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/alder)
install(EXPORT alder-targets NAMESPACE alder:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/alder)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/alder-config.cmake.in
  ${PROJECT_BINARY_DIR}/alder-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/alder)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/alder-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/alder-config.cmake
  ${PROJECT_BINARY_DIR}/alder-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/alder)
