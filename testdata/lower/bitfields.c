// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Bit-fields: the smallest aligned unit that holds them, masks and shifts; packed ones that no unit holds. */
struct bits {
	unsigned a : 3, b : 13;
	int c : 5;
	unsigned long long d : 40;
	unsigned char e : 8;
};

struct packed {
	unsigned char x : 3;
	unsigned long long y : 40;
	unsigned short z : 5;
} __attribute__((packed));

int read_all(struct bits *p)
{
	return p->a + p->b + p->c + p->d + p->e;
}

int write_all(struct bits *p, int v)
{
	p->a = v;
	p->c = -1;
	p->d += 7;
	p->e = v;
	return p->b++;
}

unsigned long long across(struct packed *p)
{
	p->y = 5;
	return p->y + p->z;
}
