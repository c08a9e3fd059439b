# Runs PROGRAM (a list: perhaps an emulator first), which calls a callback that was freed, and
# compares its stderr with the one line that is written before it aborts.

execute_process(COMMAND ${PROGRAM}
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE errors)
if(result STREQUAL 77)
    message("skipped: ${errors}${output}")
    cmake_language(EXIT 77)
endif()
string(REPLACE "\r" "" errors "${errors}")
# QEMU tells of the signal that ended the program.
string(REGEX REPLACE "qemu: uncaught target signal [^\n]*\n" "" errors "${errors}")
set(wanted "callback ferry_callback was called after wherry_callback_free()\n")
if(NOT errors STREQUAL wanted)
    message(FATAL_ERROR "stderr is:\n${errors}\nand should be:\n${wanted}")
endif()
if(NOT output STREQUAL "" OR result STREQUAL 0)
    message(FATAL_ERROR "result ${result}, output: ${output}")
endif()
