// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The three families of atomics; a result is asked for only where it is used. */
_Atomic int counter;

int sync(int *p, long *q)
{
	__sync_fetch_and_add(p, 1);
	__sync_lock_release(p);
	return __sync_fetch_and_or(p, 4) + __sync_add_and_fetch(p, 2) + __sync_val_compare_and_swap(q, 1, 2) +
	       __sync_bool_compare_and_swap(p, 3, 4) + __sync_lock_test_and_set(p, 5);
}

int c11(int *p, long *q)
{
	int expected = 3;
	long l;

	__atomic_store_n(q, 1, 5);
	__atomic_load(q, &l, 5);
	__atomic_fetch_and(p, 3, 0);
	__atomic_compare_exchange_n(p, &expected, 7, 0, 5, 5);
	counter++;
	counter += 3;
	return __atomic_load_n(q, 5) + __atomic_xor_fetch(p, 3, 0) + l + counter;
}
