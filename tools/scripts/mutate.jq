# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# mutate.jq: how mutants are judged. Used by tools/scripts/mutate:
#
#   site      a place of the mutator's list, with only the programs that are asked about
#   judge     one mutant's findings and verdicts -> what became of each program
#   score     all mutants -> one object, the machine format of `mutate --json`
#   table     that object -> the text a person reads
#   kept      that object -> the mutants worth keeping

def percent($n; $of): if $of == 0 then "-" else "\($n * 100 / $of | round) %" end;
def pad($n): tostring | if length < $n then (" " * ($n - length)) + . else . end;
def fill($n): tostring | if length < $n then . + (" " * ($n - length)) else . end;

# Mistakes in what many programs share are asked about with a few of them.
def site($accepted):
	.affects = .programs
	| .programs = ([.programs[] | select(. as $p | $accepted | index($p))] | .[:3])
	| select(.programs != []);

# The kernel's words without the numbers that differ between programs.
def class:
	gsub("\\bR[0-9]+\\b"; "RN") | gsub("0x[0-9a-f]+"; "N") | gsub("-?[0-9]+"; "N") | gsub("'[^']*'"; "''");

def brief: {rule, line, column, message};

def near($line): any(.[]; $line == null or (.line - $line | . >= -1 and . <= 1));

# Is it about one of these maps, which cannot be created? A program that does not use it was loaded without.
def about($maps): .rule == "map-definition" and (.message as $said | any($maps[]; . as $map | $said | contains("'\($map)'")));

# A finding that names no program is about the object, a map's definition most of all: right when any program that it may
# matter for is rejected.
def judge($accepted_in): # {n, source, status, bytes, site, findings, verdicts}
	. as {$n, $source, $status, $bytes, $site, $findings, $verdicts}
	| ($findings | map(select(.rule and .verdict == "will-reject"))) as $will
	| ($will | map(select(.programs == []))) as $object
	| [$verdicts[].programs // [] | .[]] as $said
	| [$said[].without // [] | .[]] as $absent
	| ($object | map(select(about($absent) | not))) as $object
	| any($findings[]; .rule and .verdict == "hazard" and about([$site.in])) as $left_to_loader
	| any($said[]; .verdict == "rejected") as $any_rejected
	| {
		$n, $source, $status, $bytes,
		kind: $site.kind, line: $site.line, in: $site.in, replacement: $site.replacement,
		programs: [$site.programs[] as $p
			| ($said | map(select(.program == $p)) | first) as $v
			| ($will | map(select(.programs | index($p)))) as $own
			| {program: $p, verdict: ($v.verdict // "cannot-say"), class: $v.class, rule: $v.rule,
				said: ($v.kernel_message // $v.reason // (if $v then null else "out of time" end)),
				line: $v.finding.line, findings: ($own + $object | map(brief))}
			| .sort = (if $status != "ok" then "-"
				elif .verdict == "rejected" and .findings == [] and $left_to_loader then "not-judged" # `verify` set what the loader has to
				elif .verdict == "rejected" then if .findings != [] then "agree" else "missed" end
				elif .verdict != "accepted" then "not-judged"
				elif $absent != [] and .findings != [] then "not-judged" # not the object as it is was accepted
				elif $own != [] or ($object != [] and ($any_rejected | not)) then "false-alarm"
				else "quiet" end)
			| .right_line = (.line as $line | .sort == "agree" and (.findings | near($line)))]
	}
	# programs that the change cannot matter for are as they were
	| .programs += (if $status != "ok" then [] else
		[$accepted_in[$source][] as $p | select($p != "" and ($site.affects | index($p) | not))
			| ($will | map(select(.programs | index($p)))) as $own | select($own != [])
			| {program: $p, verdict: "accepted", said: null, sort: "false-alarm", findings: ($own | map(brief))}] end);

def sorted($sort): map(select(.sort == $sort));

def row:
	map(select(.status != "not-compiling")) as $ran | [$ran[].programs[]] as $p
	| ($p | sorted("agree")) as $agree
	| {
		mutants: length, compiled: ($ran | length), failed: ($ran | map(select(.status == "failed")) | length),
		accepted: ($p | map(select(.verdict == "accepted")) | length),
		rejected: ($p | map(select(.verdict == "rejected")) | length),
		agree: ($agree | length), right_line: ($agree | map(select(.right_line)) | length),
		missed: ($p | sorted("missed") | length), not_judged: ($p | sorted("not-judged") | length),
		false_alarms: ($p | sorted("false-alarm") | length)
	};

def score($seed):
	sort_by(.n)
	| {
		seed: $seed, total: row,
		kinds: (group_by(.kind) | map({kind: .[0].kind} + row)),
		classes: ([.[].programs[] | select(.verdict == "rejected") | .words = ((.said // "(no message)") | class)]
			| group_by(.words)
			| map({words: .[0].words, rule: (map(.rule) | first), rejected: length, agree: (sorted("agree") | length)})
			| sort_by(.agree - .rejected, .words)),
		mutants: .
	};

def columns: [.mutants, .compiled, .accepted, .rejected, .agree] | map(pad(9)) | add;
def columns_rest: (percent(.agree; .rejected) | pad(6)) + ([.right_line, .missed, .not_judged, .false_alarms] | map(pad(9)) | add);

def table($misses):
	(("mistake" | fill(20)) + (["mutants", "compiled", "accepted", "rejected", "agree"] | map(pad(9)) | add) + "      "
		+ (["at line", "missed", "unjudged", "alarms"] | map(pad(9)) | add)),
	((.kinds + [{kind: "all"} + .total])[] | (.kind | fill(20)) + columns + columns_rest),
	(.mutants[] | select(.status == "failed") | "", "clang with the plugin failed: \(.source): \(.kind) at line \(.line)"),
	([.mutants[] | . as $m | .programs[] | select(.sort == "false-alarm") | {m: $m, p: .}] | select(length > 0)
		| "", "false alarms:",
		(.[] | "\(.m.source):\(.m.line): \(.m.kind) with '\(.m.replacement)'",
			(.p | "    \(.program)", (.findings[] | "    [\(.rule)] \(.line):\(.column): \(.message)")))),
	(if $misses then "", "rejected   agree  what the kernel said",
		(.classes[] | select(.agree < .rejected) | "\(.rejected | pad(8))\(.agree | pad(8))  \(.words) [\(.rule // "-")]")
	else empty end);

def file_name: gsub("[^A-Za-z0-9]+"; "-") | .[:60] | ltrimstr("-") | rtrimstr("-");

# Every false alarm, and for each kind of mistake and each message the smallest mutant that was missed.
def kept:
	[.mutants[] | . as $m | .programs[] | select(.sort == "false-alarm")
		| {n: $m.n, name: "false-alarm/\($m.n)-\($m.kind)-\(.program)",
			why: ("\($m.source):\($m.line): \($m.kind); \(.program): accepted, but " +
				(.findings[0] | "[\(.rule)] line \(.line): \(.message)"))}]
	+ ([.mutants[] | . as $m | .programs[] | select(.sort == "missed")
		| {n: $m.n, bytes: $m.bytes, kind: $m.kind, words: ((.said // "no message") | class), m: $m, p: .}]
		| group_by([.kind, .words]) | map(min_by(.bytes)
			| {n, name: "missed/\(.kind)/\(.words | file_name)",
				why: "\(.m.source):\(.m.line): \(.kind); \(.p.program): line \(.p.line): \(.p.said)"}));
