# How a program of this project is made: add_executable with its warnings, or objects alone where nothing is linked.
include(CheckIPOSupported)

set(ntlmscan_ipo OFF)
if(NTLMSCAN_LTO)
  check_ipo_supported(RESULT ntlmscan_ipo OUTPUT _why LANGUAGES CXX)
  if(NOT ntlmscan_ipo)
    message(STATUS "No link-time optimisation: ${_why}")
  endif()
endif()

# What every target of this project shares: the language, the warnings, the instrumentation.
function(ntlmscan_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:ntlmscan_warnings>
                                          $<BUILD_INTERFACE:ntlmscan_instrumentation>)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    INTERPROCEDURAL_OPTIMIZATION ${ntlmscan_ipo})
  if(ntlmscan_ipo AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Machine code too, so that programs and compilers without it can link the archives.
    target_compile_options(${target} PRIVATE -ffat-lto-objects)
  endif()
endfunction()

# ntlmscan_program(target source...): built into bin/ of the build folder.
function(ntlmscan_program target)
  if(NTLMSCAN_COMPILE_ONLY)
    add_library(${target} OBJECT ${ARGN})
  else()
    add_executable(${target} ${ARGN})
  endif()
  ntlmscan_target(${target})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()
