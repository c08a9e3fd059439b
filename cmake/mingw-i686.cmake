# CMake toolchain file: 32-bit Windows programs with MinGW-w64, run under Wine.

set(triple i686-w64-mingw32)
set(processor i686)
include(${CMAKE_CURRENT_LIST_DIR}/mingw.cmake)
