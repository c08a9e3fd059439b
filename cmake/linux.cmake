# What the toolchain files for Linux on another machine have in common. They set `triple` and
# `processor`; `native`, on which machines such programs run as they are; and `emulator`.

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${processor})
set(CMAKE_C_COMPILER ${triple}-gcc)
set(CMAKE_CXX_COMPILER ${triple}-g++)

set(CMAKE_FIND_ROOT_PATH /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# ctest, and every command that names a target, runs it so. /usr/TRIPLE holds its C library.
if(NOT CMAKE_HOST_SYSTEM_PROCESSOR MATCHES ${native})
    set(CMAKE_CROSSCOMPILING_EMULATOR ${emulator} -L /usr/${triple})
endif()

# Where this file was installed, the package is beside it; a search below /usr/TRIPLE cannot see it.
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/WherryConfig.cmake)
    set(Wherry_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE PATH "Where WherryConfig.cmake is")
endif()
