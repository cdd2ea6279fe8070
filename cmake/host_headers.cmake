# Stands in for the dependencies where nothing is linked: the build machine's headers, each linked into one folder.
set(_folder ${PROJECT_BINARY_DIR}/host-headers)
file(MAKE_DIRECTORY ${_folder})
foreach(_header libdeflate.h zstd.h zstd_errors.h zdict.h CLI nlohmann gtest gmock)
  find_path(_where_${_header} ${_header} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH
            NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(CREATE_LINK ${_where_${_header}}/${_header} ${_folder}/${_header} SYMBOLIC)
endforeach()

foreach(_name ntlmscan::libdeflate ntlmscan::libzstd CLI11::CLI11 nlohmann_json::nlohmann_json
              GTest::gtest GTest::gtest_main GTest::gmock)
  add_library(${_name} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${_name} SYSTEM INTERFACE ${_folder})
endforeach()
