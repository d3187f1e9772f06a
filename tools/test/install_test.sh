#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What `cmake --install` leaves works on its own, wherever it was put: the command, the CMake package, pkg-config.
. "$(dirname "$0")/common.sh"
prefix="$tmp/some where"

run 0 cmake --install "$BUILD" --prefix "$prefix"
bpfproof=$prefix/bin/bpfproof
run 0 "$bpfproof" --version
run 1 "$bpfproof" check "$TOP/testdata/demo/xdp_filter.broken.bpf.c" -- -I"$TOP/testdata/include"
out "[bpf-null-deref]"
find "$prefix" -name bpfproof.1 | grep -q /man1/ || bad "there is no manual page"

# ---- pkg-config
if command -v pkg-config >/dev/null; then
	pc=$(find "$prefix" -name bpfproof.pc)
	export PKG_CONFIG_PATH=${pc%/*}
	plugin=$(pkg-config --variable=plugin bpfproof)
	[ -f "$plugin" ] || [ -f "$(eval "echo $plugin")" ] || bad "pkg-config says the plugin is '$plugin'"
	[ "$(pkg-config --modversion bpfproof)" = "$("$bpfproof" --version | cut -d' ' -f2)" ] || bad "pkg-config has another version"
fi

# ---- find_package, with the newest clang that has a backend
major=$(echo "$MAJORS" | tr ' ' '\n' | sort -n | tail -n 1)
clang=$(command -v "clang-$major") || { echo "no clang-$major: the CMake package is not tested"; finish; }
cp -r "$TOP/tools/test/consumer" "$tmp/consumer"
cp "$TOP/testdata/demo/xdp_filter.broken.bpf.c" "$tmp/consumer/prog.bpf.c"
cp "$TOP/testdata/include/vmlinux.h" "$tmp/consumer/"
run 0 cmake -S "$tmp/consumer" -B "$tmp/consumer/build" -DCMAKE_C_COMPILER="$clang" -DCMAKE_PREFIX_PATH="$prefix"
run 0 cmake --build "$tmp/consumer/build"
cat "$tmp/out" "$tmp/err" >"$tmp/all"
mv "$tmp/all" "$tmp/out"
out "[bpf-null-deref]"
out "made by hand: "
find "$tmp/consumer/build" -name 'prog.bpf.c.o' | grep -q . || bad "the consumer's object was not made"

# another compiler is left alone
if command -v gcc >/dev/null; then
	run 0 cmake -S "$tmp/consumer" -B "$tmp/consumer/gcc" -DCMAKE_C_COMPILER=gcc -DCMAKE_PREFIX_PATH="$prefix" -DHOST_ONLY=ON
	run 0 cmake --build "$tmp/consumer/gcc"
fi
finish
