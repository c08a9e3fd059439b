# wherry_add_binding: a library's C API, bound while the project is built.
#
#   wherry_add_binding(NAME
#       HEADERS header...               a file, or what stands between < and > in an #include
#       [LIBRARY name...]               sqlite3, or a file name such as libz.so.1; tried in order
#       [NOTES file]                    facts that the headers do not say
#       [LANGUAGES language...]         default: C JSON
#       [TARGETS triple...]             default: the target that is being compiled for
#       [PREFIX prefix]                 put before the name of each stub
#       [INCLUDE pattern...] [EXCLUDE pattern...]
#       [CLANG_ARGS argument...]        as -Idir, -Dmacro=value: for the headers, and for all who
#                                       use the binding
#       [TARGET_CLANG_ARGS triple=argument...]     as CLANG_ARGS, for one target
#       [CALLBACKS count]               callbacks that are compiled for each way to pass a function
#                                       pointer's arguments; default: 4
#       [STRICT])                       fail when anything is left out
#
# makes the target NAME::binding. It defines the library's functions, so that a program which links
# it needs the library's headers and this target, and no import library. The files are written to
# NAME-binding below the current binary directory: NAME_binding.h, NAME_binding.c, NAME.json and
# NAME.ledger, which says what was left out and why. They are written again when a header changes.

include_guard(GLOBAL)

# The triple of the target that is being compiled for, as `wherry bind --target` spells it.
function(wherry_target_triple result)
    if(CMAKE_SYSTEM_NAME STREQUAL "Windows")
        if(CMAKE_SIZEOF_VOID_P EQUAL 8)
            set(triple x86_64-w64-mingw32)
        else()
            set(triple i686-w64-mingw32)
        endif()
    elseif(CMAKE_C_LIBRARY_ARCHITECTURE)
        set(triple ${CMAKE_C_LIBRARY_ARCHITECTURE})
        string(REGEX REPLACE "^i[345]86-" "i686-" triple ${triple})
    else()
        set(triple ${CMAKE_SYSTEM_PROCESSOR}-linux-gnu)
    endif()
    set(${result} ${triple} PARENT_SCOPE)
endfunction()

# `words` with each one preceded by `option`.
function(_wherry_each result option)
    set(arguments)
    foreach(word IN LISTS ARGN)
        list(APPEND arguments ${option} ${word})
    endforeach()
    set(${result} ${arguments} PARENT_SCOPE)
endfunction()

function(_wherry_absolute result)
    set(paths)
    foreach(path IN LISTS ARGN)
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${path})
            cmake_path(ABSOLUTE_PATH path NORMALIZE)
        endif()
        list(APPEND paths ${path})
    endforeach()
    set(${result} ${paths} PARENT_SCOPE)
endfunction()

# Folders of -I and -isystem, relative ones to the current source folder, as CMake means them.
function(_wherry_absolute_folders result)
    set(arguments)
    foreach(argument IN LISTS ARGN)
        if(argument MATCHES "^([a-z0-9_-]+=)?(-I|-isystem)([^/].*)$")
            set(option ${CMAKE_MATCH_1}${CMAKE_MATCH_2})
            set(argument ${option}${CMAKE_CURRENT_SOURCE_DIR}/${CMAKE_MATCH_3})
        endif()
        list(APPEND arguments ${argument})
    endforeach()
    set(${result} ${arguments} PARENT_SCOPE)
endfunction()

function(wherry_add_binding name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "STRICT" "NOTES;PREFIX;CALLBACKS"
        "HEADERS;LIBRARY;LANGUAGES;TARGETS;INCLUDE;EXCLUDE;CLANG_ARGS;TARGET_CLANG_ARGS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "wherry_add_binding(${name}): unknown: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_HEADERS)
        message(FATAL_ERROR "wherry_add_binding(${name}): HEADERS is missing")
    endif()
    wherry_target_triple(triple)
    if(NOT arg_TARGETS)
        set(arg_TARGETS ${triple})
    endif()
    if(NOT arg_LANGUAGES)
        set(arg_LANGUAGES C JSON)
    endif()
    string(TOLOWER "${arg_LANGUAGES}" languages)
    list(PREPEND languages c) # NAME::binding is made of it
    list(REMOVE_DUPLICATES languages)

    set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}-binding)
    file(MAKE_DIRECTORY ${out})
    set(generated ${out}/${name}_binding.h ${out}/${name}_binding.c ${out}/${name}.ledger)
    if("json" IN_LIST languages)
        list(APPEND generated ${out}/${name}.json)
    endif()
    set(stamp ${out}/${name}.stamp)

    set(command Wherry::wherry bind --name ${name} --out ${out} --ledger ${out}/${name}.ledger
        --depfile ${stamp}.d --depfile-target ${stamp})
    list(JOIN arg_TARGETS "|" targets)
    list(FILTER arg_TARGET_CLANG_ARGS INCLUDE REGEX "^(${targets})=")
    set(pairs TARGETS --target LIBRARY --library PREFIX --prefix INCLUDE --include
        EXCLUDE --exclude CALLBACKS --callbacks TARGET_CLANG_ARGS --target-arg)
    while(pairs)
        list(POP_FRONT pairs keyword option)
        _wherry_each(arguments ${option} ${arg_${keyword}})
        list(APPEND command ${arguments})
    endwhile()
    if(triple IN_LIST arg_TARGETS) # what compiles the binding has the last word on its facts
        list(APPEND command --compiler ${triple}=${CMAKE_C_COMPILER})
    endif()
    _wherry_each(arguments --lang ${languages})
    list(APPEND command ${arguments})
    if(arg_STRICT)
        list(APPEND command --strict)
    endif()
    _wherry_absolute(notes ${arg_NOTES})
    _wherry_each(arguments --notes ${notes})
    list(APPEND command ${arguments})
    _wherry_absolute(headers ${arg_HEADERS})
    _wherry_absolute_folders(arg_CLANG_ARGS ${arg_CLANG_ARGS})
    _wherry_absolute_folders(arg_TARGET_CLANG_ARGS ${arg_TARGET_CLANG_ARGS})
    list(APPEND command ${headers} -- ${arg_CLANG_ARGS})

    # wherry leaves a file alone whose text would not change, so that nothing that includes it is
    # compiled again. The stamp is what tells the build that wherry has run.
    add_custom_command(
        OUTPUT ${stamp}
        BYPRODUCTS ${generated}
        COMMAND ${command}
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS Wherry::wherry ${notes}
        DEPFILE ${stamp}.d
        COMMENT "Binding ${name}"
        VERBATIM
        COMMAND_EXPAND_LISTS)

    # An object library, not an archive: its members are linked always, so that two bindings of one
    # function are an error of the linker, and not a matter of the order on its command line.
    add_library(${name}_binding OBJECT ${out}/${name}_binding.c ${stamp})
    add_library(${name}::binding ALIAS ${name}_binding)
    set_source_files_properties(${generated} PROPERTIES GENERATED ON)
    target_include_directories(${name}_binding PUBLIC $<BUILD_INTERFACE:${out}>)
    foreach(header IN LISTS headers) # the project's own are included from their folder
        if(EXISTS ${header})
            cmake_path(GET header PARENT_PATH folder)
            target_include_directories(${name}_binding PUBLIC $<BUILD_INTERFACE:${folder}>)
        endif()
    endforeach()
    target_link_libraries(${name}_binding PUBLIC Wherry::runtime)
    # Stubs and slots are tied together by assembler names, which link-time optimisation cannot see.
    # The dialect is the one in which wherry reads: headers look different in strict ISO C.
    set_target_properties(${name}_binding PROPERTIES
        INTERPROCEDURAL_OPTIMIZATION OFF
        POSITION_INDEPENDENT_CODE ON
        C_EXTENSIONS ON)
    if(NOT arg_PREFIX) # with a prefix the stubs stand beside the library
        set_target_properties(${name}_binding PROPERTIES WHERRY_LIBRARY "${arg_LIBRARY}")
    endif()
    # Headers may declare less to who defines NDEBUG (sqlite3.h does), as release builds do.
    target_compile_options(${name}_binding PRIVATE -fno-lto -fexceptions -UNDEBUG -Wno-psabi)
    # gcc compares each stub with every other, to find out that no two are the same: 30 s of 10,000.
    target_compile_options(${name}_binding PRIVATE $<$<C_COMPILER_ID:GNU>:-fno-ipa-icf>)
    _wherry_preprocessor_options(${name}_binding ${arg_CLANG_ARGS})
    foreach(argument IN LISTS arg_TARGET_CLANG_ARGS)
        if(argument MATCHES "^${triple}=(.*)$")
            _wherry_preprocessor_options(${name}_binding ${CMAKE_MATCH_1})
        endif()
    endforeach()

    wherry_check_binding(${name}_binding)
endfunction()

# Who compiles against the binding must see the headers as clang saw them. Folders are those of the
# build: who installs a binding says where its headers are then.
function(_wherry_preprocessor_options target)
    set(pending)
    foreach(argument IN LISTS ARGN)
        if(pending)
            set(argument ${pending}${argument})
            set(pending)
        endif()
        if(argument MATCHES "^-(I|D|U|isystem|idirafter|include)$")
            set(pending ${argument})
        elseif(argument MATCHES "^-(I|isystem|idirafter)(.+)$")
            target_include_directories(${target} SYSTEM PUBLIC
                $<BUILD_INTERFACE:${CMAKE_MATCH_2}>)
        elseif(argument MATCHES "^-D(.+)$")
            target_compile_definitions(${target} PUBLIC ${CMAKE_MATCH_1})
        elseif(argument MATCHES "^(-U.+)$")
            target_compile_options(${target} PUBLIC ${CMAKE_MATCH_1})
        elseif(argument MATCHES "^-include(.+)$")
            target_compile_options(${target} PUBLIC "SHELL:-include ${CMAKE_MATCH_1}")
        endif()
    endforeach()
endfunction()

# ---- No binding beside the library that it stands in for -----------------------------------------

# libz.so.1, z.dll, libz.dll.a, -lz, z → z
function(_wherry_library_stem result library)
    cmake_path(GET library FILENAME stem)
    string(REGEX REPLACE "^-l:?" "" stem "${stem}")
    string(REGEX REPLACE "(\\.so(\\.[0-9.]+)?|(\\.dll)?\\.a|\\.dll|\\.lib)$" "" stem "${stem}")
    string(REGEX REPLACE "^lib" "" stem "${stem}")
    string(TOLOWER "${stem}" stem)
    set(${result} ${stem} PARENT_SCOPE)
endfunction()

# What a target brings to a linker's command line, through others too: targets and plain libraries.
function(_wherry_link_closure result target)
    set(waiting ${target})
    set(closure)
    while(waiting)
        list(POP_FRONT waiting item)
        # $<LINK_ONLY:x>, $<$<CONFIG:Debug>:x> and the like: what is inside counts.
        string(REPLACE "::" "//" item "${item}")
        string(REGEX REPLACE "\\$<.*:" "" item "${item}")
        string(REPLACE ">" "" item "${item}")
        string(REPLACE "//" "::" item "${item}")
        if(TARGET "${item}")
            get_target_property(real ${item} ALIASED_TARGET)
            if(real)
                set(item ${real})
            endif()
        endif()
        if(item STREQUAL "" OR item IN_LIST closure)
            continue()
        endif()
        list(APPEND closure ${item})
        if(TARGET ${item})
            set(properties INTERFACE_LINK_LIBRARIES INTERFACE_LINK_OPTIONS)
            if(item STREQUAL target)
                list(APPEND properties LINK_LIBRARIES LINK_OPTIONS)
            endif()
            foreach(property IN LISTS properties)
                get_target_property(more ${item} ${property})
                if(more)
                    list(APPEND waiting ${more})
                endif()
            endforeach()
        endif()
    endwhile()
    set(${result} ${closure} PARENT_SCOPE)
endfunction()

# The names under which the linker knows what `item` stands for.
function(_wherry_item_stems result item)
    set(files ${item})
    if(TARGET ${item})
        set(files)
        foreach(property IMPORTED_LOCATION IMPORTED_IMPLIB OUTPUT_NAME IMPORTED_LIBNAME)
            foreach(suffix "" _RELEASE _RELWITHDEBINFO _MINSIZEREL _DEBUG _NOCONFIG)
                get_target_property(file ${item} ${property}${suffix})
                if(file)
                    list(APPEND files ${file})
                endif()
            endforeach()
        endforeach()
        get_target_property(imported ${item} IMPORTED)
        get_target_property(type ${item} TYPE)
        if(NOT imported AND NOT files AND type MATCHES "(STATIC|SHARED)_LIBRARY")
            set(files ${item})
        endif()
    endif()
    set(stems)
    foreach(file IN LISTS files)
        _wherry_library_stem(stem ${file})
        list(APPEND stems ${stem})
    endforeach()
    set(${result} ${stems} PARENT_SCOPE)
endfunction()

function(_wherry_targets_below result directory)
    get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
    get_property(folders DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
    foreach(folder IN LISTS folders)
        _wherry_targets_below(more ${folder})
        list(APPEND targets ${more})
    endforeach()
    set(${result} ${targets} PARENT_SCOPE)
endfunction()

# Have it seen to that nobody links the library beside this binding.
function(wherry_check_binding target)
    get_property(bindings GLOBAL PROPERTY WHERRY_BINDINGS)
    if(NOT bindings)
        cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL _wherry_check_links)
    endif()
    if(NOT target IN_LIST bindings)
        set_property(GLOBAL APPEND PROPERTY WHERRY_BINDINGS ${target})
    endif()
endfunction()

# Runs when all has been configured. A linker that is given both takes the stubs from one place and
# some of the functions from the other, without a word.
function(_wherry_check_links)
    get_property(bindings GLOBAL PROPERTY WHERRY_BINDINGS)
    _wherry_targets_below(targets ${CMAKE_SOURCE_DIR})
    foreach(target IN LISTS targets)
        get_target_property(type ${target} TYPE)
        if(type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE)_LIBRARY)$")
            _wherry_link_closure(closure ${target})
            foreach(binding IN LISTS bindings)
                if(binding IN_LIST closure)
                    _wherry_check_target(${target} ${binding} "${closure}")
                endif()
            endforeach()
        endif()
    endforeach()
endfunction()

function(_wherry_check_target target binding closure)
    get_target_property(libraries ${binding} WHERRY_LIBRARY)
    string(REGEX REPLACE "_binding$" "::binding" public_name ${binding})
    foreach(item IN LISTS closure)
        _wherry_item_stems(stems ${item})
        foreach(library IN LISTS libraries)
            _wherry_library_stem(stem ${library})
            if(stem IN_LIST stems)
                message(FATAL_ERROR
                    "${target} links ${public_name} and also ${item}, the library that it binds.\n"
                    "The stubs of ${public_name} stand in for the import library: they load "
                    "${library} when one of its functions is first called. Linked beside it, they "
                    "would replace some of its functions and not others.\n"
                    "Remove ${item} from the target_link_libraries of ${target}, or of what "
                    "${target} links.")
            endif()
        endforeach()
    endforeach()
endfunction()
