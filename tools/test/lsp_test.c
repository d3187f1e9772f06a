// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * lsp_test: a small language client. It starts `bpfproof clangd` on a real clangd, opens a file with mistakes, and wants
 * to see the findings arrive, a fix offered as a code action, and both vanish as the text is mended. In between it types
 * half a line, because that is what people do.
 *
 *   lsp_test BPFPROOF CLANGD
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 120 };

static const char program[] =
	"typedef unsigned int __u32;\n"
	"typedef unsigned long long __u64;\n"
	"#define SEC(name) __attribute__((section(name), used))\n"
	"#define __uint(name, val) int(*name)[val]\n"
	"#define __type(name, val) __typeof__(val) *name\n"
	"static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;\n"
	"struct {\n"
	"	__uint(type, 1);\n"
	"	__uint(max_entries, 16);\n"
	"	__type(key, __u32);\n"
	"	__type(value, __u64);\n"
	"} counts SEC(\".maps\");\n"
	"struct xdp_md { __u32 data, data_end; };\n"
	"SEC(\"xdp\")\n"
	"int count(struct xdp_md *ctx)\n"
	"{\n"
	"	__u32 key = 0;\n"
	"	__u64 *v = bpf_map_lookup_elem(&counts, &key);\n"
	"	/*check*/\n"
	"	*v += 1;\n"
	"	return 2; // NOLINT(bpf-bounds)\n"
	"}\n"
	"char LICENSE[] SEC(\"license\") = \"GPL\";\n";

static FILE *to, *from;
static pid_t server;
static char folder[] = "/tmp/lsp_test.XXXXXX", uri[128], *text;
static int version, requests;

static void fail(const char *what)
{
	fprintf(stderr, "lsp_test: %s\n", what);
	if (server > 0)
		kill(server, SIGKILL);
	exit(1);
}

static void too_long(int sig)
{
	static const char words[] = "lsp_test: no answer in time\n";

	(void)sig;
	if (write(2, words, sizeof(words) - 1) < 0)
		_exit(3);
	kill(server, SIGKILL);
	_exit(1);
}

/* ---- the wire ---- */

static void send_message(json_t *message)
{
	char *s;

	json_object_set_new(message, "jsonrpc", json_string("2.0"));
	s = json_dumps(message, JSON_COMPACT);
	fprintf(to, "Content-Length: %zu\r\n\r\n%s", strlen(s), s);
	fflush(to);
	free(s);
	json_decref(message);
}

static json_t *receive(void)
{
	char line[256], *body;
	size_t n = 0;
	json_t *message;

	while (fgets(line, sizeof(line), from) && strcmp(line, "\r\n"))
		sscanf(line, "Content-Length: %zu", &n);
	if (!n)
		fail("clangd has gone");
	body = malloc(n);
	if (!body || fread(body, 1, n, from) != n)
		fail("clangd stopped in the middle of a message");
	message = json_loadb(body, n, 0, NULL);
	free(body);
	if (!message)
		fail("what clangd sent is no JSON");
	return message;
}

static void notify(const char *method, json_t *params)
{
	send_message(json_pack("{s:s, s:o}", "method", method, "params", params));
}

static json_t *request(const char *method, json_t *params)
{
	int id = ++requests;
	json_t *message, *result;

	send_message(json_pack("{s:i, s:s, s:o}", "id", id, "method", method, "params", params));
	for (;;) {
		message = receive();
		if (json_integer_value(json_object_get(message, "id")) == id && !json_object_get(message, "method"))
			break;
		json_decref(message);
	}
	result = json_incref(json_object_get(message, "result"));
	json_decref(message);
	return result;
}

/* The diagnostics for the text as it is now. */
static json_t *diagnostics(void)
{
	for (;;) {
		json_t *message = receive(), *params = json_object_get(message, "params"), *list;
		const char *method = json_string_value(json_object_get(message, "method"));

		if (method && !strcmp(method, "textDocument/publishDiagnostics") &&
		    json_integer_value(json_object_get(params, "version")) == version) {
			list = json_incref(json_object_get(params, "diagnostics"));
			json_decref(message);
			return list;
		}
		json_decref(message);
	}
}

/* ---- the text ---- */

static void send_text(void)
{
	notify("textDocument/didChange",
	       json_pack("{s:{s:s, s:i}, s:[{s:s}]}", "textDocument", "uri", uri, "version", ++version, "contentChanges",
			 "text", text));
}

static void replace(const char *old, const char *with)
{
	char *at = strstr(text, old), *changed;

	if (!at || asprintf(&changed, "%.*s%s%s", (int)(at - text), text, with, at + strlen(old)) < 0)
		fail("the text does not hold what is to be replaced");
	free(text);
	text = changed;
}

static char *at_position(json_t *position)
{
	long line = json_integer_value(json_object_get(position, "line"));
	char *s = text;

	while (line-- > 0 && (s = strchr(s, '\n')))
		s++;
	return s + json_integer_value(json_object_get(position, "character"));
}

static void apply_edit(json_t *edit)
{
	json_t *range = json_object_get(edit, "range");
	char *begin = at_position(json_object_get(range, "start")), *end = at_position(json_object_get(range, "end"));
	char *changed;

	if (asprintf(&changed, "%.*s%s%s", (int)(begin - text), text, json_string_value(json_object_get(edit, "newText")),
		     end) < 0)
		fail("out of memory");
	free(text);
	text = changed;
}

/* ---- what is wanted ---- */

static json_t *with_words(json_t *list, const char *words)
{
	json_t *d;
	size_t i;

	json_array_foreach(list, i, d)
		if (strstr(json_string_value(json_object_get(d, "message")), words))
			return d;
	return NULL;
}

static void want(json_t *list, const char *words, bool there)
{
	char *s;

	if (!!with_words(list, words) == there)
		return;
	s = json_dumps(list, JSON_INDENT(1));
	fprintf(stderr, "%s\n", s);
	free(s);
	fprintf(stderr, "lsp_test: %s: ", words);
	fail(there ? "not among the diagnostics" : "still among the diagnostics");
}

/* Takes the fix that clangd offers for a diagnostic. */
static void take_fix(json_t *diagnostic, const char *title)
{
	json_t *actions, *action, *edits, *edit;
	size_t i, k;

	actions = request("textDocument/codeAction",
			  json_pack("{s:{s:s}, s:O, s:{s:[O]}}", "textDocument", "uri", uri, "range",
				    json_object_get(diagnostic, "range"), "context", "diagnostics", diagnostic));
	json_array_foreach(actions, i, action) {
		const char *offered = json_string_value(json_object_get(action, "title"));

		if (!offered || strcasecmp(offered, title))
			continue;
		edits = json_object_get(json_object_get(json_object_get(action, "edit"), "changes"), uri);
		for (k = json_array_size(edits); k-- > 0;) { /* from the back, where nothing moves */
			edit = json_array_get(edits, k);
			apply_edit(edit);
		}
		json_decref(actions);
		if (!edits)
			fail("the code action changes nothing");
		return;
	}
	fprintf(stderr, "%s\n", json_dumps(actions, JSON_INDENT(1)));
	fail("no code action with the fix");
}

/* ---- the session ---- */

static void start(const char *bpfproof, const char *clangd)
{
	int in[2], out[2];
	char *option;

	if (pipe(in) || pipe(out) || asprintf(&option, "--clangd=%s", clangd) < 0)
		fail("no pipes");
	server = fork();
	if (server < 0)
		fail("cannot fork");
	if (!server) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execl(bpfproof, bpfproof, "clangd", option, "--log=error", "--background-index=false", NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	to = fdopen(in[1], "w");
	from = fdopen(out[0], "r");
}

static void open_project(void)
{
	char path[64];
	FILE *flags;

	if (!mkdtemp(folder))
		fail("no folder");
	snprintf(path, sizeof(path), "%s/compile_flags.txt", folder);
	flags = fopen(path, "w");
	if (!flags)
		fail("cannot write compile_flags.txt");
	fputs("-target\nbpf\n-O2\n-g\n", flags);
	fclose(flags);
	snprintf(uri, sizeof(uri), "file://%s/count.bpf.c", folder);
	text = strdup(program);
	json_decref(request("initialize", json_pack("{s:n, s:n, s:{s:{s:{s:{s:{s:[s]}}}, s:{s:b}}}}", "processId", "rootUri",
						    "capabilities", "textDocument", "codeAction", "codeActionLiteralSupport",
						    "codeActionKind", "valueSet", "quickfix", "publishDiagnostics",
						    "versionSupport", 1)));
	notify("initialized", json_object());
	notify("textDocument/didOpen", json_pack("{s:{s:s, s:s, s:i, s:s}}", "textDocument", "uri", uri, "languageId", "c",
						 "version", version, "text", text));
}

static void close_project(void)
{
	char path[64];
	int status;

	json_decref(request("shutdown", json_null()));
	notify("exit", json_null());
	fclose(to);
	if (waitpid(server, &status, 0) != server || status)
		fail("clangd did not end well");
	server = 0;
	snprintf(path, sizeof(path), "%s/compile_flags.txt", folder);
	unlink(path);
	rmdir(folder);
}

int main(int argc, char **argv)
{
	json_t *list;

	if (argc != 3)
		fail("usage: lsp_test BPFPROOF CLANGD");
	signal(SIGALRM, too_long);
	signal(SIGPIPE, SIG_IGN);
	alarm(SECONDS);
	start(argv[1], argv[2]);
	open_project();

	list = diagnostics();
	want(list, "[bpf-null-deref]", true);
	want(list, "[bpf-unused-suppression]", true);
	take_fix(with_words(list, "[bpf-unused-suppression]"), "remove the comment");
	json_decref(list);
	if (strstr(text, "NOLINT"))
		fail("the fix left the comment there");

	send_text();
	list = diagnostics();
	want(list, "[bpf-unused-suppression]", false);
	want(list, "[bpf-null-deref]", true);
	json_decref(list);

	replace("/*check*/", "if (!v");
	send_text();
	list = diagnostics();
	want(list, "expected ')'", true);
	json_decref(list);
	json_decref(request("textDocument/completion", json_pack("{s:{s:s}, s:{s:i, s:i}}", "textDocument", "uri", uri,
								 "position", "line", 18, "character", 6)));

	replace("if (!v", "if (!v)\n\t\treturn 2;");
	send_text();
	list = diagnostics();
	want(list, "[bpf-", false);
	json_decref(list);
	close_project();
	free(text);
	return 0;
}
