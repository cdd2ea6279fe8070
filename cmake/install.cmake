# What `cmake --install` puts where: the library, its headers and the files that find_package(ntlmscan) reads.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ntlmscan)
install(TARGETS ntlmscan EXPORT ntlmscan-targets
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT ntlmscan-targets NAMESPACE ntlmscan:: DESTINATION ${_package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/ntlmscan-config.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/ntlmscan-config.cmake INSTALL_DESTINATION ${_package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/ntlmscan-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/ntlmscan-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/ntlmscan-config-version.cmake
  ${CMAKE_CURRENT_LIST_DIR}/compression.cmake
  DESTINATION ${_package_dir})
