# A test that exits with 77 was skipped: the Wine runner says so where no Wine can run a program,
# and so does any test that finds something missing. A property of a test can only be set in the
# folder that adds it, unless ctest itself does it while it reads that folder.
function(wherry_skip_code_everywhere directory)
    get_property(tests DIRECTORY ${directory} PROPERTY TESTS)
    get_property(folders DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
    get_property(binary DIRECTORY ${directory} PROPERTY BINARY_DIR)
    if(tests)
        list(JOIN tests "\" \"" names)
        file(WRITE ${binary}/skip-code.cmake
            "set_tests_properties(\"${names}\" PROPERTIES SKIP_RETURN_CODE 77)\n")
        set_property(DIRECTORY ${directory} APPEND PROPERTY
            TEST_INCLUDE_FILES ${binary}/skip-code.cmake)
    endif()
    foreach(folder IN LISTS folders)
        wherry_skip_code_everywhere(${folder})
    endforeach()
endfunction()
