# wherry_warnings: what every target of our own is compiled with.
#
# wherry_warn_everywhere() gives it to all of them.

add_library(wherry_warnings INTERFACE)
target_compile_options(wherry_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror=switch -Werror
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes>)

# Gives wherry_warnings to every target of the project, so that none is forgotten. Generated
# bindings are compiled with the warnings of those who use them.
function(wherry_warn_everywhere)
    _wherry_targets_below(targets ${PROJECT_SOURCE_DIR})
    get_property(bindings GLOBAL PROPERTY WHERRY_BINDINGS)
    foreach(target IN LISTS targets)
        get_target_property(type ${target} TYPE)
        if(type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE|OBJECT)_LIBRARY)$" AND
            NOT target IN_LIST bindings)
            # Not linked: an installed library would ask its users for wherry_warnings.
            target_compile_options(${target} PRIVATE
                $<TARGET_PROPERTY:wherry_warnings,INTERFACE_COMPILE_OPTIONS>)
        endif()
    endforeach()
endfunction()
