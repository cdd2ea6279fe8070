# ntlmscan_warnings: the warnings that every target of this project compiles without. Link it PRIVATE.
add_library(ntlmscan_warnings INTERFACE)
if(MSVC)
  target_compile_options(ntlmscan_warnings INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${NTLMSCAN_WERROR}>:/WX>)
else()
  target_compile_options(ntlmscan_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow $<$<BOOL:${NTLMSCAN_WERROR}>:-Werror>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Wrong in gcc 12 about std::string, std::vector and std::variant once -O3 has inlined them (gcc bugs 105329,
  # 105562, 105651, 107852); clang and the sanitizers watch over the same mistakes.
  set(_wrong -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-maybe-uninitialized)
  target_compile_options(ntlmscan_warnings INTERFACE ${_wrong})
  target_link_options(ntlmscan_warnings INTERFACE ${_wrong})
endif()
