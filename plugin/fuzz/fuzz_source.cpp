// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * fuzz_source: C, and what is nearly C, through clang and the plugin, under libFuzzer. The plugin registers itself in this process,
 * as it does in a clangd. There are no files but the test programs' headers, so that nothing can be included that has no end.
 */
#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendActions.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <memory>
#include <string>
#include <vector>

using namespace clang;

namespace {

using Buffers = std::vector<std::unique_ptr<llvm::MemoryBuffer>>;

Buffers read_headers()
{
	std::error_code failed;
	Buffers all;

	for (llvm::sys::fs::directory_iterator at(HEADERS, failed), end; at != end && !failed; at.increment(failed))
		if (auto file = llvm::MemoryBuffer::getFile(at->path()))
			all.push_back(std::move(*file));
	return all;
}

/* What it is checked for follows from its length, so that one text is always checked alike. */
std::vector<std::string> plugin_options(size_t n)
{
	static const char *const kernels[] = {"6.18", "4.14", "5.4", "5.15", "6.1"};
	std::vector<std::string> options = {std::string("kernel=") + kernels[n % 5]};

	if (n & 1)
		options.push_back("pedantic");
	return options;
}

/* "[9999999] = x" in an initialiser: clang itself makes room for every element in front of it. */
bool wants_too_much(llvm::StringRef text)
{
	for (size_t at = text.find('['); at != llvm::StringRef::npos; at = text.find('[', at + 1)) {
		llvm::StringRef inside = text.substr(at + 1).take_until([](char c) { return c == ']' || c == '\n'; });
		llvm::StringRef behind = text.substr(at + 1 + inside.size() + 1).ltrim();

		if (behind.starts_with("=") && !behind.starts_with("==") &&
		    (inside.size() > 6 || inside.find_first_of("*<-~^") != llvm::StringRef::npos))
			return true;
	}
	return false;
}

bool names(llvm::StringRef text, const char *what)
{
	return text.substr(0, 300).find(what) != llvm::StringRef::npos;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const Buffers headers = read_headers();
	llvm::StringRef text(reinterpret_cast<const char *>(data), n);
	const char *language = names(text, "C++") ? "c++" : "c";
	llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> files(new llvm::vfs::InMemoryFileSystem);
	std::shared_ptr<CompilerInvocation> invocation = std::make_shared<CompilerInvocation>();
	IgnoringDiagConsumer silent;
	DiagnosticsEngine diags(new DiagnosticIDs, new DiagnosticOptions, &silent, false);
	CompilerInstance ci;
	SyntaxOnlyAction action;

	if (wants_too_much(text))
		return 0;
	for (const auto &header : headers)
		files->addFile("/" + llvm::sys::path::filename(header->getBufferIdentifier()), 0, llvm::MemoryBuffer::getMemBuffer(*header));
	files->addFile("/input", 0, llvm::MemoryBuffer::getMemBufferCopy(text, "/input"));
	CompilerInvocation::CreateFromArgs(*invocation, {"-triple", "bpf", "-fsyntax-only", "-O2", "-I", "/", "-x", language, "/input"}, diags);
	invocation->getFrontendOpts().PluginArgs["bpfproof"] = plugin_options(n);
	ci.setInvocation(invocation);
	ci.createDiagnostics(&silent, false);
	ci.setFileManager(new FileManager(FileSystemOptions{"/"}, files));
	ci.ExecuteAction(action);
	return 0;
}
