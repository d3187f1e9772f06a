# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# conformance.jq: how bpfproof's findings are held against the kernel's verdicts. Used by tools/scripts/conformance:
#
#   score     verdict rows + findings + runs -> one object, the machine format of `conformance --json`
#   board     that object -> the text a person reads
#   changes   two such objects -> the programs that got better and worse
#
# A program is *flagged* when a finding whose verdict is "will-reject" names it. A rejected program that is flagged is
# *found*; found *at the right line* when such a finding stands within one line of the instruction that the kernel
# refused, or when the kernel named no line. An accepted program that is flagged is a *wrong flag*.

def percent($n; $of): if $of == 0 then "-" else "\($n * 1000 / $of | round / 10) %" end;
def pad($n): tostring | if length < $n then (" " * ($n - length)) + . else . end;
def id: "\(.source) \(.program)";

# ---- reading

# A verdict file's row (without the header); kind is "c" or "asm".
def verdict($kind):
	rtrimstr("\r") / "\t"
	| {kind: $kind, source: .[0], program: .[1], expected: .[3], verdict: .[4], line: .[5], said: .[6]};

# The last of the verifier's lines, without the numbers, registers and addresses that differ between programs.
def class:
	(. / " | " | last)
	| gsub("\\bR[0-9]+\\b"; "RN") | gsub("0x[0-9a-f]+"; "N") | gsub("[0-9]+"; "N")
	| if . == "" then "(no message)" else . end;

# ---- scoring

# Do two spellings of a path mean one file? The kernel's is relative to the tree, a finding's may be absolute or shorter.
def same_file($a; $b): $a == $b or ($a | endswith("/" + $b)) or ($b | endswith("/" + $a));

def at_line($line): # of a finding
	(.file | ltrimstr("./")) as $file | .line as $found
	| ($line | capture("^(?<file>.*):(?<line>[0-9]+)$")) as $k
	| same_file($k.file; $file) and (($k.line | tonumber) - $found | . >= -1 and . <= 1);

def place: {rule, place: "\(.file):\(.line):\(.column)", message};

# input: {rows, findings: [{source, finding}], runs: [{source, status, seconds, without, error}], clang, only}
def score:
	(reduce (.findings[] | select(.finding.rule and .finding.verdict == "will-reject")) as $f ({};
		reduce ($f.finding.programs // [])[] as $p (.; .["\($f.source) \($p)"] += [$f.finding]))) as $flags
	| (reduce (.findings[] | {source, why: (.finding | .not_modelled? // .stats?.not_modelled?)} | select(.why)) as $f ({};
		reduce ($f.why | to_entries[]) as $p (.; .["\($f.source) \($p.key)"] += $p.value))) as $not_modelled
	| (.runs | map(select(.status == "ok" or .status == "crash" or .status == "timeout" or .status == "error"))) as $ran
	| (if (.runs | length) > 0 then [$ran[] | {key: .source, value: true}] | from_entries else null end) as $judged
	| (.rows | map(select(.verdict != "nocompile" and ($judged == null or $judged[.source]))
		| id as $id | . + {flags: ($flags[$id] // []), not_modelled: ($not_modelled[$id] // [])}
		| .flagged = (.flags | length > 0))) as $rows
	| ($rows | map(select(.kind == "c"))) as $c
	| ($rows | map(select(.kind == "asm"))) as $asm
	| ($c | map(select(.verdict == "reject") | .line as $line | .class = (.said | class)
		| .right = (.flagged and ($line == "" or any(.flags[]; at_line($line)))))) as $rejected
	| def listed: map(select(.flagged) | {source, program, kind, findings: [.flags[] | place] | unique});
	{
		clang, only,
		programs: {
			accepted: ($c | map(select(.verdict == "accept")) | length),
			wrongly_flagged: ($c | map(select(.verdict == "accept" and .flagged)) | length),
			rejected: ($rejected | length),
			found: ($rejected | map(select(.flagged)) | length),
			right_line: ($rejected | map(select(.right)) | length),
			missed_not_modelled: ($rejected | map(select((.flagged | not) and (.not_modelled | length > 0))) | length),
			not_judged: ($c | map(select(.verdict == "env")) | length),
			not_judged_flagged: ($c | map(select(.verdict == "env" and .flagged)) | length),
			not_modelled: ($c | map(select(.not_modelled | length > 0)) | length)
		},
		asm: {
			accepted: ($asm | map(select(.verdict == "accept")) | length),
			wrongly_flagged: ($asm | map(select(.verdict == "accept" and .flagged)) | length),
			rejected: ($asm | map(select(.verdict == "reject")) | length),
			found: ($asm | map(select(.verdict == "reject" and .flagged)) | length)
		},
		wrong: ($rows | map(select(.verdict == "accept")) | listed),
		env_wrong: ($rows | map(select(.verdict == "env" and .expected == "accept")) | listed),
		classes: ($rejected | group_by(.class) | map({
			class: .[0].class, said: (.[0].said / " | " | last), rejected: length,
			found: map(select(.flagged)) | length, right_line: map(select(.right)) | length})
			| sort_by(-.rejected, .class)),
		rules: ([$rows[] | select(.verdict != "env") | .verdict as $v | [.flags[].rule] | unique[] | {rule: ., $v}]
			| group_by(.rule) | map({
				rule: .[0].rule, found: map(select(.v == "reject")) | length,
				wrong: map(select(.v == "accept")) | length})),
		found: ($rejected | map(select(.flagged)
			| {source, program, right_line: .right, rules: [.flags[].rule] | unique})),
		missed: ($rejected | map(select(.flagged | not) | {source, program, line, class, said, not_modelled})),
		# Findings that no verdict can confirm: they name no program, or one that has no row.
		unheard: (($rows | map({key: id, value: true}) | from_entries) as $known
			| [.findings[] | select(.finding.rule and .finding.verdict == "will-reject")
				| .source as $source | select([.finding.programs // [] | .[] | select($known["\($source) \(.)"])] == [])
				| {source, finding: (.finding | place)}]),
		runs: {
			ok: ($ran | map(select(.status == "ok")) | length),
			failed: ($ran | map(select(.status != "ok") | {source, status, error})),
			not_compiling: (.runs | map(select(.status == "not-compiling") | .source))
		},
		time: {
			with: ($ran | map(.seconds) | add // 0), without: ($ran | map(.without) | add // 0),
			slowest: ($ran | map({source, seconds, without}) | sort_by(.without - .seconds) | .[:3])
		}
	};

# ---- reading it

def findings_text: .[] | "\(.source) \(.program)", (.findings[] | "    [\(.rule)] \(.place): \(.message)");

# $misses, $env: whether to list these too.
def board($misses; $env):
	(.programs | [
		"accepted   \(.accepted | pad(5))   wrongly flagged   \(.wrongly_flagged | pad(4))",
		"rejected   \(.rejected | pad(5))   found             \(.found | pad(4))   \(percent(.found; .rejected))",
		"                   at the right line \(.right_line | pad(4))   \(percent(.right_line; .rejected))",
		"                   not modelled      \(.missed_not_modelled | pad(4))   wholly or in part, and not found",
		"                   missed            \(.rejected - .found - .missed_not_modelled | pad(4))",
		"not judged \(.not_judged | pad(5))   flagged           \(.not_judged_flagged | pad(4))"
	][]) + "",
	"                   though annotated to be accepted \(.env_wrong | map(select(.kind == "c")) | length)",
	"assembly   \(.asm | "\(.accepted | pad(5))   accepted, \(.wrongly_flagged) wrongly flagged; \(.rejected) rejected, \(.found) found")",
	(.programs.not_modelled | select(. > 0) | "not modelled, wholly or in part: \(.) of all programs"),
	(.unheard | length | select(. > 0) | "findings that name no judged program: \(.)"),
	(.wrong | select(length > 0) | "", "wrongly flagged:", findings_text),
	(if $env then .env_wrong | select(length > 0)
		| "", "flagged, not judged, annotated to be accepted (probably wrong):", findings_text else empty end),
	(.rules | select(length > 0) | "", "found wrong  by rule",
		(.[] | "\(.found | pad(5)) \(.wrong | pad(5))  \(.rule)")),
	"", "rejected found right  by the kernel's message",
	(.missed as $missed | .classes[] | .class as $class
		| "\(.rejected | pad(8)) \(.found | pad(5)) \(.right_line | pad(5))  \(.class)",
		(if $misses then $missed[] | select(.class == $class)
			| "                       missed \(.source) \(.program)"
			+ (if .line != "" then " at line " + (.line / ":" | last) else "" end)
			+ (if .not_modelled != [] then " (not modelled: \(.not_modelled | join(", ")))" else "" end)
		else empty end)),
	(.runs | select(.ok > 0 or .failed != []) |
		"", "sources: \(.ok) run, \(.failed | length) failed, \(.not_compiling | length) do not compile",
		(.failed[] | "    \(.status): \(.source): \(.error)")),
	(.time | select(.with > 0) | def s: . * 100 | round / 100;
		"time: \(.with | s) s with the plugin, \(.without | s) s without (\(percent(.with - .without; .without)) more); most:",
		(.slowest[] | "    \(.seconds - .without | s) s  \(.source)"));

# ---- by meaning

# A verifier log for `bpfproof explain`, with the message of each class.
def as_log: .classes[] | "libbpf: prog 'a': -- BEGIN PROG LOAD LOG --", "0: (b7) r0 = 0", .said,
	"processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0", "-- END PROG LOAD LOG --";

# $explained: what it said of them, in their order.
def meanings($explained):
	"", "rejected found right  by what the message means",
	([.classes, [$explained.programs[].class // "(none)"]] | transpose | map(.[0] + {means: .[1]})
		| group_by(.means) | map({means: .[0].means, rejected: map(.rejected) | add, found: map(.found) | add, right: map(.right_line) | add})
		| sort_by(-.rejected, .means)[] | "\(.rejected | pad(8)) \(.found | pad(5)) \(.right | pad(5))  \(.means)");

# ---- comparing

def standing:
	([.wrong[] | {key: id, value: "wrongly flagged"}] + [.env_wrong[] | {key: id, value: "flagged, not judged"}]
	+ [.missed[] | {key: id, value: "missed"}]
	+ [.found[] | {key: id, value: (if .right_line then "found at the right line" else "found at a wrong line" end)}])
	| from_entries;
def rank: {"wrongly flagged": -2, "flagged, not judged": -1, "missed": 0, "found at a wrong line": 1,
	"found at the right line": 2}[.] // 0;

# $old and $new: scores; what one of them left out by --only, or could not compile, is not compared. The result:
# {better: [...], worse: [...]}.
def changes($old; $new):
	($old | standing) as $was | ($new | standing) as $is
	| ([$old, $new | .runs.not_compiling[] | {key: ., value: true}] | from_entries) as $not_compiling
	| [($was + $is) | keys[] | (. / " " | first) as $source
			| select($source | contains($old.only // "") and contains($new.only // "") and ($not_compiling[.] | not))
		| {program: ., was: ($was[.] // "not flagged"), is: ($is[.] // "not flagged")}
		| select(.was != .is)]
	| {better: map(select((.is | rank) > (.was | rank))), worse: map(select((.is | rank) < (.was | rank)))};
def changes_text:
	(.worse | select(length > 0) | "worse:", (.[] | "    \(.program): \(.was) -> \(.is)")),
	(.better | select(length > 0) | "better:", (.[] | "    \(.program): \(.was) -> \(.is)")),
	(select(.worse == [] and .better == []) | "no program stands differently");
