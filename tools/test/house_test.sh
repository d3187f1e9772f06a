#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The house's own rules: who may include whom, no libraries in the core, clang in plugin/ only, a licence line everywhere.
. "$(dirname "$0")/common.sh"
cd "$TOP" || exit 1

# checks/FOLDER may include itself and what stands behind it
declare -A may=(
	[base]="" [kernel]="base" [model]="kernel base" [value]="model kernel base" [machine]="value model kernel base"
	[flow]="machine value model kernel base" [report]="base" [rule]="flow machine value model kernel base report"
)
for folder in checks/*/; do
	folder=$(basename "$folder")
	[ "${may[$folder]+known}" ] || bad "checks/$folder: which folders may it include?"
	while IFS=: read -r file line text; do
		other=$(sed -E 's/.*"([a-z]+)\/.*/\1/' <<<"$text")
		case " $folder ${may[$folder]-} " in
		*" $other "*) ;;
		*) bad "$file:$line: checks/$folder must not include checks/$other" ;;
		esac
	done < <(grep -nE '^ *# *include "[a-z]+/' checks/"$folder"/*.[ch] checks/"$folder"/*.def 2>/dev/null)
	grep -nE '^ *# *include <(bpf/|jansson|libelf|gelf|elfutils|clang/|llvm/|llvm-c/)' checks/"$folder"/*.[ch] &&
		bad "checks/$folder: a library in the core"
	grep -nE '(^|[^a-z_])(printf|puts|putchar|fprintf|exit|abort)\(' checks/"$folder"/*.c | grep -vE ':[0-9]+:\s*(/?\*|//)' &&
		bad "checks/$folder: the core neither prints nor exits"
done
# the second front end, and the comparison of the two, which are all that plugin/ has from tools/
libraries() # NAME FOLDER FILE...: of the folders of tools/, the files include only these
{
	local name=$1 allowed=$2
	shift 2
	grep -nE '^ *# *include "[a-z_]+(/|\.h")' "$@" | while IFS=: read -r file line text; do
		other=$(sed -E 's/.*"([a-z_]+)(\/|\.h").*/\1/' <<<"$text")
		if [ -d "tools/$other" ] || { [ -e "tools/$other.h" ] && [ ! -e "${file%/*}/$other.h" ]; }; then
			case " $allowed " in *" $other "*) ;; *) echo "$file:$line: $name must not include $other of tools/" ;; esac
		fi
	done
}
{
	libraries tools/object "object" tools/object/*.[ch]
	libraries tools/compare "compare object" tools/compare/*.[ch]
	libraries plugin "compare object" plugin/*.[ch] plugin/*.cpp
} >"$tmp/outside"
while read -r line; do bad "$line"; done <"$tmp/outside"

grep -rnE '^ *# *include <(clang|llvm)/' --include='*.[ch]' --include='*.cpp' checks tools && bad "clang outside plugin/"
grep -rnE '^ *# *include "(clang|llvm)/' --include='*.[ch]' --include='*.cpp' checks tools && bad "clang outside plugin/"
find checks tools testdata -name '*.cpp' ! -name '*.bpf.cpp' -print | grep . && bad "C++ outside plugin/"

git ls-files -- '*.c' '*.h' '*.cpp' '*.def' '*.sh' '*CMakeLists.txt' '*.cmake' tools/scripts |
	while read -r file; do
		[ ! -f "$file" ] || head -n 5 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception' || echo "$file"
	done >"$tmp/unlicensed"
[ ! -s "$tmp/unlicensed" ] || bad "without a licence line: $(tr '\n' ' ' <"$tmp/unlicensed")"
finish
