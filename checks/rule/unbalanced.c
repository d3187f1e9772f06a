// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * unbalanced: the program ends inside an RCU read section, or with preemption disabled; or leaves one that it did not enter.
 *
 * Kernel: check_resource_leak(), check_kfunc_call().
 */
#include "rule/rule.h"

bool rule_unbalanced(struct rules *r, const struct event *e)
{
	const struct state *st = e->st;
	const char *kernel, *words;

	if (e->m->global_func)
		return false;
	if (e->kind == EVENT_EXIT) {
		if (st->nframes > 1 || (!st->rcu_depth && !st->preempt_depth))
			return false;
		kernel = st->rcu_depth ? "cannot be used inside bpf_rcu_read_lock-ed region" : "cannot be used inside bpf_preempt_disable-ed region";
		words = st->rcu_depth ? "the program ends inside an RCU read section: 'bpf_rcu_read_unlock' is missing on this path"
				      : "the program ends with preemption disabled: 'bpf_preempt_enable' is missing on this path";
	} else if (!strcmp(e->callee, "bpf_rcu_read_unlock") && !st->rcu_depth && st->nframes == 1) {
		kernel = "unmatched rcu read unlock";
		words = "an RCU read section is left that was not entered";
	} else if (!strcmp(e->callee, "bpf_preempt_enable") && !st->preempt_depth && st->nframes == 1) {
		kernel = "unmatched attempt to enable preemption";
		words = "preemption is enabled that was not disabled";
	} else {
		return false;
	}
	rule_say(r, e, VERDICT_REJECT, NULL, 0, kernel, "%s", words);
	return true;
}
