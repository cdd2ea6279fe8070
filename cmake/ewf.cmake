# libewf, for Expert Witness images in `carve`: used where it is there, and nowhere asked for.
option(NTLMSCAN_EWF "Read Expert Witness images (E01) where libewf is installed" ON)
if(NTLMSCAN_EWF AND NOT NTLMSCAN_STATIC)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(ntlmscan_libewf QUIET IMPORTED_TARGET libewf)
  endif()
endif()
