# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# verify-corpus.jq: holds the answers of `bpfproof verify` and `bpfproof explain` against recorded verdicts, for tools/scripts/verify-corpus.
#
# Rows are the recorded programs, with our answer to each. The same are `accept` and accepted, `reject` and rejected, `env` and
# cannot-say. A *contradiction* is accept and rejected or the other way round; those in `known` are expected.

def percent($n; $of): if $of == 0 then "-" else "\($n * 1000 / $of | round / 10) %" end;
def id: "\(.source) \(.program // "-")";
def by_id: map({key: id, value: .}) | from_entries;
def table: rtrimstr("\n") / "\n" | map(. / "\t") | .[0] as $names | .[1:] | map([$names, .] | transpose | map({key: .[0], value: .[1]}) | from_entries);

# Does a finding stand within one line of "file:line"? Logs name files without their folders.
def at($line):
	($line | capture("^(?<file>.*):(?<line>[0-9]+)$")) as $k
	| . != null and (.file // "" | split("/") | last) == ($k.file | split("/") | last)
	and (.line - ($k.line | tonumber) | . >= -1 and . <= 1);
def line_is_right: .line as $l | .finding | at($l);

# "extern 'x' (strong): not resolved" without the names
def kind_of_reason: (.reason // "") | gsub("'[^']*'"; "'...'") | gsub("[0-9]+"; "N");

def kind_of_message: (. // "") | gsub("[0-9]+"; "N");

def rows($recorded; $ours):
	($ours | by_id) as $by
	| $recorded | map(($by[id] // $by["\(.source) -"]) as $o | select($o)
		| {source, program, recorded: .kernel_verdict, line: .rejected_line, said: .verifier_message, ours: $o.verdict,
			reason: (if $o.verdict == "rejected" then $o.kernel_message else $o.reason // $o.kernel_message end), finding: $o.finding});

def is_same: .ours == {accept: "accepted", reject: "rejected", env: "cannot-say", nocompile: "cannot-say"}[.recorded];
def contradicts: .recorded != "env" and .ours != "cannot-say" and (is_same | not);

def listed: "  \(id): \(.reason // "") (recorded: \(.said))";
def verdicts_text: group_by([.recorded, .ours])[] | "  \(.[0].recorded) -> \(.[0].ours): \(length)";
# many of one kind: the kind and how many; contradictions one by one
def differences_text($known): group_by([.recorded, .ours])[] | "", "\(.[0].recorded) -> \(.[0].ours):",
	(if .[0] | contradicts then .[] | listed + ($known[id] | if . then ": known: \(.why)" else "" end)
	else group_by(kind_of_reason) | sort_by(-length)[] | "  \(length)  \(.[0] | kind_of_reason)", (.[] | "      " + id) end);

# Our answers as rows of a table of verdicts; `corpus` is the folder that files lie in. Input: as for `report`.
def verdicts_table($corpus):
	(.recorded | table) as $recorded
	| (rows($recorded; .ours) | by_id) as $row
	| ["source", "program", "section", "expected", "kernel_verdict", "rejected_line", "verifier_message"],
	($recorded[] | $row[id] as $ours | [.source, .program, .section, .expected,
		({accepted: "accept", rejected: "reject"}[$ours.ours // ""] // if .kernel_verdict == "nocompile" then "nocompile" else "env" end),
		($ours | if .ours == "rejected" and .finding.line > 0 then "\(.finding.file | ltrimstr($corpus + "/")):\(.finding.line)" else "" end),
		($ours | if .ours == "accepted" then "" else .reason // "" end)])
	| map(gsub("[\t\n]"; " ")) | join("\t");

# input: {recorded, known: the texts of tables, ours, explained: lists, differences}
def report:
	(.known | table | by_id) as $known
	| (.recorded | table) as $recorded
	| rows($recorded; .ours) as $rows
	| ($rows | by_id) as $row
	| (.explained | map(. + {line: ($row[id].line // "")})) as $explained
	| ($explained | map(select(.line != ""))) as $placed
	| ($rows | map(select(.recorded == "reject" and .ours == "rejected" and .line != ""))) as $lines
	| ($explained | map(select(.class and .class != "unknown"))) as $named
	| ($named | map(select(.line == "" or line_is_right))) as $right
	| ($right | map(select(.rule))) as $ruled
	| ($rows | map(select(contradicts and ($known[id] | not)))) as $contradictions
	| {
		failed: ($rows == [] or $contradictions != [] or ($ruled | length) < 0.95 * ($explained | length)),
		text: ([
			"verdicts, recorded -> ours:", ($rows | verdicts_text), "  not looked at: \(($recorded | length) - ($rows | length))",
			"contradictions: \($contradictions | length), and \($rows | map(select(contradicts)) | length - ($contradictions | length)) known ones",
			"verify: \($lines | map(select(line_is_right)) | length) of \($lines | length) rejections at the recorded line",
			"explain: \($explained | length) logs of rejections; \($named | length) with a class, \($named | map(select(.rule)) | length) of them with "
			+ "the rule that predicts it; \($placed | map(select(line_is_right)) | length) of \($placed | length) at the recorded line",
			"explain: class and line right: \($right | length) of \($explained | length), \(percent($right | length; $explained | length)); "
			+ "rule and line: \($ruled | length), \(percent($ruled | length; $explained | length))",
			(if .differences then
				($rows | map(select(is_same | not)) | differences_text($known)),
				"", "not explained, or at another line:",
				(($explained - $right)[] | "  \(id): \(.class) at \(.finding.file):\(.finding.line), recorded \(.line)"),
				"", "no rule predicts:",
				($named | map(select(.rule | not)) | group_by([.class, (.finding.kernel_message | kind_of_message)]) | sort_by(-length)[]
					| "  \(length)  \(.[0].class): \(.[0].finding.kernel_message)")
			else empty end)
		] | join("\n"))
	};
