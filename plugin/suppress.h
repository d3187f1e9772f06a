// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * suppress: what users say to silence a rule: the comments NOLINT, NOLINTNEXTLINE and NOLINTBEGIN ... NOLINTEND as
 * clang-tidy has them, and __attribute__((annotate("bpfproof:ignore=rule"))) on functions, variables and fields.
 * Each is a stretch of a file and a list of patterns. One that names a bpf- rule and silences nothing is a finding
 * itself, because it hides the next real mistake.
 */
#ifndef BPFPROOF_SUPPRESS_H
#define BPFPROOF_SUPPRESS_H

#include "options.h"
#include "report/report.h"

#include "clang/Basic/SourceLocation.h"

#include <string>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
} // namespace clang

class Suppressions {
public:
	/* Reads the comments of the main file and the attributes of the declarations. */
	Suppressions(clang::ASTContext &ctx, const std::vector<clang::Decl *> &decls);

	/* Is there any that names a rule of ours? */
	bool any() const;

	/* Removes the silenced findings from the report; remembers which suppression did it. */
	void apply(struct report &r);

	/* Adds a finding for each that did nothing; `whole`: there is nothing that could not be judged. */
	void report_unused(struct report &r, struct unit &u, const struct options &o, bool whole);

private:
	struct Entry {
		clang::FileID file;
		unsigned begin, end;      /* byte offsets in the file */
		bool comment;             /* not an attribute: rule names must begin with "bpf-" */
		bool by_line;             /* also covers what ends in there */
		std::string name;         /* "bpf-null-deref", "*"; one entry per name */
		std::string shown;        /* "NOLINT(bpf-null-deref)" */
		clang::SourceLocation at; /* of the comment or attribute */
		bool used;
	};

	void read_file(clang::FileID file);
	void read_comment(clang::FileID file, llvm::StringRef comment, unsigned offset);
	void read_attributes(const clang::Decl *d);
	void add(const Entry &like, llvm::StringRef names);
	bool covers(const Entry &e, const struct finding &f) const;
	void report_one(struct report &r, struct unit &u, const struct options &o, const Entry &e) const;
	void offer_removal(struct report &r, struct finding &f, const Entry &e) const;

	clang::ASTContext &ctx;
	std::vector<Entry> entries;
	std::vector<Entry> open;          /* NOLINTBEGIN that waits for its end */
	std::vector<clang::FileID> files; /* that were read */
};

#endif
