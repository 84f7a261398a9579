# Compiler and linker flags of the whole product: warnings are errors, hardening is always on.
add_library(tc_flags INTERFACE)
target_include_directories(tc_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(tc_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wformat=2 -Wconversion -Wimplicit-fallthrough -Werror
  -D_GLIBCXX_ASSERTIONS -fstack-clash-protection -fstack-protector-strong -fcf-protection=full
  -ftrivial-auto-var-init=zero -fno-delete-null-pointer-checks -fno-strict-overflow
  -fno-strict-aliasing -fPIE -pthread -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(tc_flags INTERFACE -Wbidi-chars=any -Wtrampolines)
  # GCC 12 sees overruns in std::string that are none (bugs 105329, 105651), more of them through a
  # precompiled header: told, but not fatal.
  target_compile_options(tc_flags INTERFACE
    -Wno-error=array-bounds -Wno-error=restrict -Wno-error=stringop-overflow)
endif()
if(TC_SANITIZE)
  target_compile_options(tc_flags INTERFACE -fsanitize=${TC_SANITIZE} -fno-sanitize-recover=all -g)
  target_link_options(tc_flags INTERFACE -fsanitize=${TC_SANITIZE})
else()
  target_compile_options(tc_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
target_link_options(tc_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)
