# What `cmake --install` makes. Builds for several targets may share one prefix: what is cross-
# compiled goes to lib/TRIPLE, and only the native build installs the tool.

include(CMakePackageConfigHelpers)

set(package lib/cmake/Wherry)
configure_package_config_file(cmake/WherryConfig.cmake.in ${PROJECT_BINARY_DIR}/WherryConfig.cmake
    INSTALL_DESTINATION ${package}
    PATH_VARS CMAKE_INSTALL_BINDIR)
# One package file for all targets, hence no check of the word size.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/WherryConfigVersion.cmake
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT)

install(FILES
    ${PROJECT_BINARY_DIR}/WherryConfig.cmake
    ${PROJECT_BINARY_DIR}/WherryConfigVersion.cmake
    cmake/WherryBinding.cmake
    cmake/mingw.cmake
    cmake/mingw-x86_64.cmake
    cmake/mingw-i686.cmake
    cmake/linux.cmake
    cmake/linux-aarch64.cmake
    cmake/linux-i686.cmake
    DESTINATION ${package})
if(TARGET wherry)
    install(TARGETS wherry RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(PROGRAMS cmake/wherry-wine DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES LICENSE docs/NOTES.md docs/JSON.md docs/WPCAP.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Three sets, each of which needs those before it: the runtime, the binding, what stands on that.
install(EXPORT WherryTargets
    NAMESPACE Wherry::
    FILE WherryTargets-${WHERRY_TRIPLE}.cmake
    DESTINATION ${package})
install(EXPORT wpcapTargets
    NAMESPACE wpcap::
    FILE WherryTargets-wpcap-${WHERRY_TRIPLE}.cmake
    DESTINATION ${package})
install(EXPORT WherryNetworkTargets
    NAMESPACE Wherry::
    FILE WherryTargets-network-${WHERRY_TRIPLE}.cmake
    DESTINATION ${package})
