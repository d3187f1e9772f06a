# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What an older kernel tree says differently: for tools/scripts/refresh-facts. First come the tables of the newer trees, the newest first; behind
# layer=then those of the older one. `what` is the table that is asked for.

# What follows `.member =`, up to the next member.
function member(row, name,    part)
{
	if (!index(row, ", ." name " = "))
		return ""
	part = substr(row, index(row, ", ." name " = ") + length(name) + 6)
	if (!(name == "args" ? sub(/, \.progs = .*$/, "", part) : sub(/, \.[a-z_]+ = .*$/, "", part)))
		sub(/\)$/, "", part)
	return part
}

# Long rows go on behind a '|' or ','.
function wrap(row,    out, line, part, at)
{
	line = "\t"
	while (row != "") {
		at = match(row, /[|,] /)
		part = at ? substr(row, 1, at + 1) : row
		row = at ? substr(row, at + 2) : ""
		if (length(line part) > 118 && line !~ /^\t+$/) {
			sub(/ $/, "", line)
			out = out line "\n"
			line = "\t\t"
		}
		line = line part
	}
	return out line "\n"
}

# One more row of a thing; a later layer says anew all that is said of it.
function add(key, says,    side)
{
	side = from == "then" ? "then" : "now"
	if (!((side, key) in at))
		order[side, ++n[side]] = key
	if (at[side, key] != from) {
		at[side, key] = from
		rows[side, key] = ""
	}
	rows[side, key] = rows[side, key] says
}

# ---- who may call what ----

function calls(name, row)
{
	if (row ~ /^HELPER\(/)
		row = "CALLS(" name ", " member(row, "progs") ", " (member(row, "progs_maybe") == "" ? "0" : member(row, "progs_maybe")) ")"
	else if (row ~ /^KFUNC\(/)
		row = "CALLS(" name ", " (member(row, "progs") == "" ? "0" : member(row, "progs")) ")"
	add(name, row ~ /^CALLS/ ? wrap(row) : raw)
}

# ---- arguments: kinds, and whether null will do ----

function plain(row,    args)
{
	args = member(row, "args")
	gsub(/ARG_(UNINIT|WRITE|RDONLY|ALIGNED|RELEASE)( \| )?/, "", args)
	gsub(/ \| }/, "}", args)
	gsub(/, }/, "}", args)
	gsub(/, ,/, ",", args)
	return args
}

# Rows as the newer tree has them, but for the arguments. Those for some program types come first.
function arguments(name, row,    now)
{
	if (from != "then") {
		if (from == "now")
			base[name] = row
		known[name, plain(row)] = 1
		return
	}
	if (!(name in base))
		return
	if ((name, plain(row)) in known) {
		other[name] = other[name] " | " member(row, "progs")
		return
	}
	now = base[name]
	sub(/, \.progs = .*$/, "", now)
	if (member(base[name], "args") != "")
		now = substr(now, 1, index(now, ", .args = ") - 1)
	now = now ", .args = " member(row, "args") ", .progs = " member(row, "progs")
	if (member(row, "progs_maybe") != "") { # the one for all the others
		if (name in other)
			now = now " & ~(" substr(other[name], 4) ")"
		now = now ", .progs_maybe = " member(row, "progs_maybe")
	}
	add(name, wrap(now ")"))
}

# ---- contexts: members by where they begin ----

function field(row,    parts, off)
{
	if (sub(/^FIELD\(/, "", row))
		row = "OLDER(" struct ", " row
	split(row, parts, /\(|, /)
	if (from == "then") {
		had[parts[2]]
		for (off = parts[4] + 0; off < parts[4] + parts[5]; off++)
			had[parts[2], off]
	}
	add(parts[2] " " parts[4], wrap(row))
}

function missing(key,    parts)
{
	split(rows["now", key], parts, /\(|, /)
	if (!(parts[2] in had) || (parts[2], parts[4] + 0) in had || rows["now", key] ~ /^\tOLDER.*CTX_NONE/)
		return ""
	return "\tOLDER(" parts[2] ", " parts[3] ", " parts[4] ", " parts[5] ", .read_sizes = 0, .result = CTX_NONE)\n"
}

function take(row,    name)
{
	name = row
	sub(/^[A-Z_]+\(([0-9]+, )?/, "", name)
	sub(/[,)].*/, "", name)
	if (what == "arguments")
		arguments(name, row)
	else if (what == "contexts")
		field(row)
	else if (what == "lsm_hooks" && row ~ /^HOOK/)
		add(name, "")
	else if (what == "lsm_hooks")
		return
	else if (row ~ /^MAP_ONLY|^HELPER_ONLY/)
		add(row ~ /^MAP/ ? "map " name : name, wrap(row))
	else if (row ~ /^IN_PROGRAM/)
		add("program " name substr(row, 12 + length(name), index(substr(row, 14 + length(name)), ",")), "\t" row "\n")
	else
		calls(name, row)
}

function finish()
{
	if (joined != "")
		take(joined)
	joined = raw = ""
}

FNR == 1 { finish() }
/^STRUCT\(/ { finish(); struct = $0; sub(/^STRUCT\(/, "", struct); sub(/,.*/, "", struct) }
/^(STRUCT|END)\(/ { finish(); next }
/^\t?[A-Z]/ { finish(); joined = $0; sub(/^\t/, "", joined); raw = $0 "\n"; from = layer; next }
/^\t\t/ && joined != "" { raw = raw $0 "\n"; sub(/^\t+/, " "); joined = joined $0; next }
{ finish() }

END {
	finish()
	print "/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */"
	print "/* Written by tools/scripts/refresh-facts from Linux " version ": changes belong there. What it says otherwise than the next newer tree. */"
	for (i = 1; i <= n["then"]; i++) {
		key = order["then", i]
		if ((what != "calls" || ("now", key) in at) && rows["then", key] != rows["now", key])
			printf "%s", rows["then", key]
	}
	for (i = 1; i <= n["now"]; i++)
		if (what == "contexts")
			printf "%s", missing(order["now", i])
		else if (what == "lsm_hooks" && !(("then", order["now", i]) in at))
			print "NOT_YET(" order["now", i] ")"
}
