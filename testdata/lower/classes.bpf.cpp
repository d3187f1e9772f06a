// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* C++: what of it BPF programs use, and what has to be survived. */
extern "C" int get(void);

struct base {
	int b;
	int twice() const { return b * 2; }
};

struct derived : base {
	int d = 3;
	derived(int v) { b = v; }
	~derived() { get(); }
	virtual int late() { return d; }
};

template <typename T> T larger(T a, T b)
{
	return a > b ? a : b;
}

constexpr int limit = 7;
enum class color : unsigned char { red, green };

extern "C" __attribute__((section("xdp"))) int program(int *p, int &r)
{
	base x{4};
	derived y(5);
	color c = color::green;
	auto twice = [&](int v) { return v * r; };

	r = x.twice() + larger(*p, limit);
	int list[] = {1, 2, 3};
	for (int v : list)
		r += v;
	if (c == color::red || p == nullptr)
		return false;
	return twice(3) + y.d + static_cast<base &>(y).b + y.late();
}

struct part {
	~part() { get(); }
};

struct whole {
	part first, second;
	int n;
	whole(int n) : n(n) {}
	whole() : whole(3) {}
	int later() const
	{
		return [this] { return n; }();
	}
};

int lambdas(int n)
{
	int (*next)(int) = [](int v) { return v + 1; };
	whole w;

	return next(n) + w.later() + [n, twice = n * 2] { return n + twice; }();
}
