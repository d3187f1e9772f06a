// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * trust: whether the kernel vouches for a pointer to a kernel object. TRUSTED and referenced ones it does; RCU ones inside an RCU
 * section; UNTRUSTED ones may only be read through; one without any flag was walked to, which is enough for helpers, but not for kfuncs that
 * want trusted arguments; what is not modelled is TRUST_UNKNOWN, and nothing is held against it.
 *
 * Kernel: check_ptr_to_btf_access(), is_trusted_reg(), is_rcu_reg(), in_rcu_cs(), btf_ld_kptr_type().
 */
#ifndef BPFPROOF_TRUST_H
#define BPFPROOF_TRUST_H

#include "machine/machine.h"

#define TRUST_FLAGS (VAL_TRUSTED | VAL_RCU | VAL_UNTRUSTED | VAL_TRUST_UNKNOWN)

bool trust_in_rcu(const struct machine *m, const struct state *st);
/* The kernel's name of the object that p points to, without "struct "; NULL when it is not known. */
const char *trust_record(const struct machine *m, const struct value *p);
/* Is `name` ("task_struct") the record at t, or the first member of it, to any depth? Records that are not known well are. */
bool trust_is_a(const struct unit *u, type_id t, const char *name);
/* The same of the object that v points to, as the kernel's BTF has it where there is one. */
bool trust_object_is(const struct machine *m, const struct value *v, const char *name);
/* Flags of a pointer that `member` of the object at p holds. */
uint16_t trust_walked(const struct machine *m, const struct state *st, const struct value *p, const char *member);
/* ... of an argument of the attach target. */
uint16_t trust_argument(const struct machine *m);
/* May p bring a reference along that was not acquired here? Arguments of struct_ops programs do when the kernel's stub calls them __ref. */
bool trust_may_own(const struct machine *m, const struct value *p);
/* ... of what a kptr of that record holds; `owned`: __kptr, not __kptr_untrusted. */
uint16_t trust_kptr(const struct machine *m, const struct state *st, const char *record, bool owned);
/* The RCU section ends: what it protected is only good to be read through. */
void trust_rcu_ends(struct state *st);

#endif
