# Runs PROGRAM (a list: perhaps an emulator first) and compares its stderr with the one line that
# a stub writes before it aborts. PATTERN is a regular expression for the library's path.

execute_process(COMMAND ${PROGRAM} abort
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE errors)
if(result STREQUAL 77)
    message("skipped: ${errors}${output}")
    cmake_language(EXIT 77)
endif()
set(wanted "^wherry: ferry: ferry_absent_optional was called but is missing: [^\n]*${LIBRARY}: \
lacks the symbol ferry_absent_optional; install a library that has it, or ask \
ferry_has_ferry_absent_optional\\(\\) before the call\n$")
string(REPLACE "\r" "" errors "${errors}")
# QEMU tells of the signal that ended the program.
string(REGEX REPLACE "qemu: uncaught target signal [^\n]*\n" "" errors "${errors}")
if(NOT errors MATCHES "${wanted}")
    message(FATAL_ERROR "stderr is:\n${errors}\nand should match:\n${wanted}")
endif()
if(NOT output STREQUAL "" OR result STREQUAL 0)
    message(FATAL_ERROR "result ${result}, output: ${output}")
endif()
