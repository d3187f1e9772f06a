# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cmake -DCLANG= -DMAJOR= -DPLUGIN= -DSOURCE= -P compare.cmake: lowers SOURCE and compares the model with the one beside it.

get_filename_component(topic ${SOURCE} NAME_WE)
set(expected ${topic}.bir)
foreach(since RANGE 15 ${MAJOR})
  if(since LESS_EQUAL MAJOR AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/${topic}.${since}.bir) # a RANGE may also count down
    set(expected ${topic}.${since}.bir)
  endif()
endforeach()

set(model)
set(language)
if(SOURCE MATCHES "\\.cpp$")
  set(language -std=gnu++17)
endif()
execute_process(COMMAND ${CLANG} ${language} -fsyntax-only -w -O2 -target bpf -mcpu=v3 -fplugin=${PLUGIN}
    -fplugin-arg-bpfproof-dump=model -fplugin-arg-bpfproof-quiet ${SOURCE}
  WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR} OUTPUT_VARIABLE model ERROR_VARIABLE said RESULT_VARIABLE failed)
if(failed AND NOT topic MATCHES "^errors")
  message(FATAL_ERROR "clang failed (${failed}):\n${said}")
endif()
if(model MATCHES "; invalid: [^\n]*")
  message(FATAL_ERROR "${CMAKE_MATCH_0}")
endif()
if(NOT model)
  message(FATAL_ERROR "no model:\n${said}")
endif()

if(DEFINED ENV{BPFPROOF_UPDATE})
  file(WRITE ${CMAKE_CURRENT_LIST_DIR}/${expected} "${model}")
  return()
endif()
file(READ ${CMAKE_CURRENT_LIST_DIR}/${expected} wanted)
if(NOT model STREQUAL wanted)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${topic}.${MAJOR}.got "${model}")
  execute_process(COMMAND diff -u ${CMAKE_CURRENT_LIST_DIR}/${expected} ${CMAKE_CURRENT_BINARY_DIR}/${topic}.${MAJOR}.got)
  message(FATAL_ERROR "the model of ${SOURCE} differs from ${expected}")
endif()
