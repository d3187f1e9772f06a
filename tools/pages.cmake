# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes the files in PAGES (rule pages) as a C table into OUT: one string literal a line.

set(rows "")
foreach(page ${PAGES})
  get_filename_component(name ${page} NAME_WE)
  file(READ ${page} text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n\t \"" text "${text}")
  string(APPEND rows "\t{\"${name}\",\n\t \"${text}\"},\n")
endforeach()
file(WRITE ${OUT} "/* made by tools/pages.cmake from the rule pages in checks/rule */\n#include \"pages.h\"\n\n"
  "const struct page pages[] = {\n${rows}\t{0},\n};\n")
