# What the toolchain files have in common; they set `triple` and `processor`.

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR ${processor})
set(CMAKE_C_COMPILER ${triple}-gcc)
set(CMAKE_CXX_COMPILER ${triple}-g++)
set(CMAKE_RC_COMPILER ${triple}-windres)

set(CMAKE_FIND_ROOT_PATH /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# libgcc, libstdc++ and winpthread go into the program, so that it runs where no MinGW is installed.
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
set(CMAKE_SHARED_LINKER_FLAGS_INIT -static)
set(CMAKE_MODULE_LINKER_FLAGS_INIT -static)

# ctest, and every command that names a target, runs its .exe under a Wine of this build alone.
find_program(WHERRY_WINE wherry-wine
    PATHS ${CMAKE_CURRENT_LIST_DIR} ${CMAKE_CURRENT_LIST_DIR}/../../../bin
    NO_DEFAULT_PATH
    DOC "Runs a Windows program under Wine")
set(CMAKE_CROSSCOMPILING_EMULATOR ${WHERRY_WINE} --dir ${CMAKE_BINARY_DIR}/wine)

# Where this file was installed, the package is beside it; a search below /usr/TRIPLE cannot see it.
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/WherryConfig.cmake)
    set(Wherry_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE PATH "Where WherryConfig.cmake is")
endif()
