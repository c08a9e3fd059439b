# CMake toolchain file: programs for Linux on 64-bit ARM, run under QEMU.

set(triple aarch64-linux-gnu)
set(processor aarch64)
set(native "^(aarch64|arm64)$")
set(emulator qemu-aarch64)
include(${CMAKE_CURRENT_LIST_DIR}/linux.cmake)
