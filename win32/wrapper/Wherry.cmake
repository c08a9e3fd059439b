# CMAKE_SYSTEM_NAME Wherry: a Unix whose programs are Windows programs.

set(UNIX 1)
set(CMAKE_EXECUTABLE_SUFFIX .exe)
set(CMAKE_DL_LIBS "")
set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS FALSE)
