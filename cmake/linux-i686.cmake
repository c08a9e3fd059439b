# CMake toolchain file: programs for Linux on 32-bit x86, which x86-64 Linux runs too.

set(triple i686-linux-gnu)
set(processor i686)
set(native "^(x86_64|amd64|i.86)$")
set(emulator qemu-i386)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
