# CMake toolchain file: 64-bit Windows programs with MinGW-w64, run under Wine.

set(triple x86_64-w64-mingw32)
set(processor x86_64)
include(${CMAKE_CURRENT_LIST_DIR}/mingw.cmake)
