# The standard headers, parsed once for all units: without this a third of a build goes into them. They hide a missing
# include, so the presets with sanitizers compile without (CMAKE_DISABLE_PRECOMPILE_HEADERS).
add_library(tc_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp)
target_link_libraries(tc_pch PRIVATE tc_flags)
target_precompile_headers(tc_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h)
add_library(tc_pch_test OBJECT EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp)
target_link_libraries(tc_pch_test PRIVATE tc_flags GTest::gtest)
target_precompile_headers(tc_pch_test PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h <gtest/gtest.h>)

# tc_unity(<target> [ALONE <source>…]): several sources of it compile as one unit, in the release preset.
function(tc_unity target)
  cmake_parse_arguments(arg "" "" "ALONE" ${ARGN})
  if(TC_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)  # It asks what the main file is.
    set_source_files_properties(${arg_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

# tc_layer(<name> [DEPS <layer>…] [LIBS <library>…] [ALONE <source>…])
#
# One folder is one layer: a static library tc_<name> of its *.cpp, and a test program
# tc_<name>_test of its *_test.cpp that links this layer (and what it may use) and nothing above.
# DEPS are layers of this project, LIBS third-party libraries, which stay private to the layer.
# The release preset compiles several sources of a layer as one unit (TC_UNITY): what their headers
# cost is paid once. So the names of a folder are distinct, also those of unnamed namespaces; a source whose
# names are the same on purpose, or that stands apart, is compiled ALONE.
function(tc_layer name)
  cmake_parse_arguments(arg "" "" "DEPS;LIBS;ALONE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp "")
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
  endif()
  add_library(tc_${name} STATIC ${sources})
  target_precompile_headers(tc_${name} REUSE_FROM tc_pch)
  tc_unity(tc_${name} ALONE ${arg_ALONE})
  target_link_libraries(tc_${name} PUBLIC tc_flags)
  foreach(dep ${arg_DEPS})
    target_link_libraries(tc_${name} PUBLIC tc_${dep})
  endforeach()
  target_link_libraries(tc_${name} PRIVATE ${arg_LIBS})
  if(tests)
    add_executable(tc_${name}_test EXCLUDE_FROM_ALL ${tests})
    target_precompile_headers(tc_${name}_test REUSE_FROM tc_pch_test)
    target_link_libraries(tc_${name}_test PRIVATE tc_${name} GTest::gtest GTest::gtest_main)
    set_property(GLOBAL APPEND PROPERTY TC_TESTS tc_${name}_test)
    add_test(NAME ${name} COMMAND tc_${name}_test WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS fast)
  endif()
endfunction()
