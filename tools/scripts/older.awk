# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What an older kernel tree says differently: for tools/scripts/refresh-facts. First come the tables of the newer trees, the newest first, each
# over what is there; behind when=then those of the older one. Of each helper, all its rows are written or none.

function words(row, from,    part)
{
	part = substr(row, index(row, from) + length(from))
	sub(/(, \.[a-z_]+ = .*)?\)$/, "", part)
	return part
}

# By what a row is found, and what it says.
function take(row, raw, when,    key, says)
{
	key = row
	sub(/^[A-Z_]+\(([0-9]+, )?/, "", key)
	sub(/[,)].*/, "", key)
	if (row ~ /^HELPER\(/)
		says = wrap("CALLS(" key ", " words(row, ".progs = ") ", " (row ~ /\.progs_maybe/ ? words(row, ".progs_maybe = ") : "0") ")")
	else
		says = raw
	if (row ~ /^(HELPER|CALLS)\(/) { # the first of a helper
		if (!((when, key) in rows) && when == "then")
			order[++n] = key
		rows[when, key] = ""
	}
	rows[when, key] = rows[when, key] says "\n"
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
	return out line
}

function finish()
{
	if (joined != "")
		take(joined, raw, from)
	joined = raw = ""
}

FNR == 1 { finish() }
/^\t[A-Z]/ { finish(); joined = substr($0, 2); raw = $0; from = when; next }
/^\t\t/ && joined != "" { raw = raw "\n" $0; sub(/^\t+/, " "); joined = joined $0; next }
{ finish() }

END {
	finish()
	print "/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */"
	print "/* Written by tools/scripts/refresh-facts from Linux " version ": changes belong there. What it says otherwise than the next newer tree. */"
	for (i = 1; i <= n; i++)
		if (rows["then", order[i]] != rows["", order[i]])
			printf "%s", rows["then", order[i]]
}
