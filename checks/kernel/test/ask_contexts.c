// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * ask_contexts: every access of a context, and of the socket structs, by program type: taken or refused, and what it gives.
 */
#include "ask.h"

#include <stdio.h>

/* ---- what a context gives ---- */

static const struct {
	enum ctx_result result;
	const char *shown; /* how the verifier prints the register */
} results[] = {
	{CTX_SCALAR, "scalar("}, {CTX_SCALAR, "0"}, {CTX_PACKET, "pkt("}, {CTX_PACKET_END, "pkt_end("},
	{CTX_PACKET_META, "pkt_meta("}, {CTX_FLOW_KEYS, "flow_keys("}, {CTX_SOCK_COMMON_OR_NULL, "sock_common_or_null("},
	{CTX_SOCKET, "sock("}, {CTX_SOCKET_OR_NULL, "sock_or_null("}, {CTX_BTF, "trusted_ptr_"},
};

static bool result_agrees(struct ctx_access x)
{
	const char *reg = strstr(answer.log, " R2=");
	size_t n;

	if (!reg)
		return true;
	reg += strlen(" R2=");
	for (size_t i = 0; i < ARRAY_LEN(results); i++) {
		n = strlen(results[i].shown);
		if (results[i].result == x.result && !strncmp(reg, results[i].shown, n))
			return !x.btf || !strncmp(reg + n, x.btf, strlen(x.btf));
	}
	return false;
}

static const uint8_t widths[] = {[1] = BPF_B, [2] = BPF_H, [4] = BPF_W, [8] = BPF_DW};

static void ask_context_access(struct tally *tally, const struct target *t, int ret, int off, uint32_t size, bool write)
{
	struct ctx_access x = kernel_ctx_access(t->prog, t->attach, off, size, write);
	const struct bpf_insn insns[] = {
		MOV_IMM(0, 0),
		write ? STORE(widths[size], 1, 0, (int16_t)off) : LOAD(widths[size], 2, 1, (int16_t)off),
		MOV_IMM(0, ret), EXIT(),
	};
	char what[64];
	enum outcome o;

	snprintf(what, sizeof(what), "%s %u bytes at", write ? "writes" : "reads", size);
	answer.states = !write;
	ask_load(t, insns, ARRAY_LEN(insns));
	answer.states = false;
	if (answer.err && !strstr(answer.log, "context access") && !strstr(answer.log, "misaligned") && !strstr(answer.log, "stores into R1 ctx"))
		o = CANNOT_ASK;
	else
		o = compare(x.ok, !answer.err);
	if (o == AGREE && !answer.err && !write && !result_agrees(x))
		note(tally, DIFFER, what, name_of(t), off, "another kind of value");
	else
		note(tally, o, what, name_of(t), off, word(x.ok));
}

void ask_contexts(struct tally *tally)
{
	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		const struct ctx_facts *c = kernel_prog(t->prog)->ctx;
		int ret = fine_return(t), end = c->kind == CTX_STRUCT ? (int)c->size + 16 : 208;

		if (ret < 0) {
			tally->n[CANNOT_ASK]++;
			continue;
		}
		for (int off = 0; off < end; off++)
			for (uint32_t size = 1; size <= 8; size *= 2)
				if (off % (int)size == 0 || off % 7 == 0) /* misaligned ones are all alike */
					for (int write = 0; write < 2; write++)
						ask_context_access(tally, t, ret, off, size, write);
	}
}

/* ---- packet bytes ---- */

void ask_packets(struct tally *tally)
{
	for (size_t i = 0; i < ntargets; i++) {
		const struct target *t = &targets[i];
		enum packet_access may = kernel_prog(t->prog)->packet;
		int ret = fine_return(t);

		for (int write = 0; write < 2; write++) {
			enum fact f = may == PACKET_WRITE || (may == PACKET_READ && !write) ? FACT_YES : FACT_NO;
			struct bpf_insn insns[16];
			uint32_t n = get_packet(insns, t);

			if (!n)
				continue;
			insns[n - 2].imm = ret;
			insns[n++] = MOV_IMM(2, 0);
			insns[n++] = write ? STORE(BPF_B, 7, 2, 1) : LOAD(BPF_B, 2, 7, 1);
			insns[n++] = MOV_IMM(0, ret);
			insns[n++] = EXIT();
			ask_load(t, insns, n);
			note(tally, compare(f, !answer.err), write ? "writes packet" : "reads packet", name_of(t), 1, word(f));
		}
	}
}

/* ---- socket structs ---- */

/* Leaves a pointer to that kind of socket in r7, or ends the program. */
static uint32_t get_sock(struct bpf_insn *insns, enum sock_kind kind)
{
	const struct bpf_insn from_skb[] = { /* skb->sk */
		LOAD(BPF_DW, 7, 1, 168), INSN(BPF_JMP | BPF_JNE | BPF_K, 7, 0, 2, 0), MOV_IMM(0, 0), EXIT(),
	};
	const struct bpf_insn cast[] = {
		MOV_REG(1, 7), CALL(kind == SOCK_TCP ? HELPER_tcp_sock : HELPER_sk_fullsock),
		INSN(BPF_JMP | BPF_JNE | BPF_K, 0, 0, 2, 0), MOV_IMM(0, 0), EXIT(), MOV_REG(7, 0),
	};
	const struct bpf_insn lookup[] = {
		STORE_IMM(BPF_W, 10, -4, 0), MAP_FD(1, ask_map_fd(MAP_XSKMAP)), MOV_REG(2, 10), ADD_IMM(2, -4),
		CALL(HELPER_map_lookup_elem), INSN(BPF_JMP | BPF_JNE | BPF_K, 0, 0, 2, 0), MOV_IMM(0, 0), EXIT(), MOV_REG(7, 0),
	};
	uint32_t n = 0;

	if (kind == SOCK_XDP) {
		memcpy(insns, lookup, sizeof(lookup));
		return ARRAY_LEN(lookup);
	}
	memcpy(insns, from_skb, sizeof(from_skb));
	n = ARRAY_LEN(from_skb);
	if (kind != SOCK_COMMON) {
		memcpy(&insns[n], cast, sizeof(cast));
		n += ARRAY_LEN(cast);
	}
	return n;
}

void ask_socks(struct tally *tally)
{
	static const char *const names[] = {"bpf_sock", "common part of bpf_sock", "bpf_tcp_sock", "bpf_xdp_sock"};

	for (int kind = 0; kind < SOCK_KINDS; kind++) {
		const struct target t = {kind == SOCK_XDP ? PROG_XDP : PROG_SCHED_CLS, kind == SOCK_XDP ? ATTACH_XDP : ATTACH_NONE};
		int end = (int)kernel_sock((enum sock_kind)kind)->size + 16;

		for (int off = 0; off < end; off++)
			for (uint32_t size = 1; size <= 8; size *= 2)
				for (int write = 0; write < 2; write++) {
					enum fact f = kernel_sock_access((enum sock_kind)kind, off, size, write).ok;
					struct bpf_insn insns[32];
					uint32_t n = get_sock(insns, (enum sock_kind)kind);

					insns[n++] = MOV_IMM(0, 0);
					insns[n++] = write ? STORE(widths[size], 7, 0, (int16_t)off) : LOAD(widths[size], 2, 7, (int16_t)off);
					insns[n++] = MOV_IMM(0, 0);
					insns[n++] = EXIT();
					ask_load(&t, insns, n);
					note(tally, answer.err && !strstr(answer.log, " access off=") && !strstr(answer.log, "cannot write into") &&
						    !strstr(answer.log, "misaligned") ? CANNOT_ASK : compare(f, !answer.err),
					     write ? "writes" : "reads", names[kind], off, word(f));
				}
	}
}
