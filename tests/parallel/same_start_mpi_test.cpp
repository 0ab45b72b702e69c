// Ranks that were started differently are found before any other collective call.
#include <string>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "expect.hpp"
#include "parallel/same_start.hpp"

namespace ecgpress {
namespace {

/// The error on rank 0 if the last rank is started as `other` and all others as `usual`; "" if
/// there is none. After an error the other ranks still wait for rank 0, whose job would end.
std::string error_of(const RankStart& usual, const RankStart& other,
                     const Communicator& communicator) {
    const bool last = communicator.rank() == communicator.size() - 1;
    try {
        require_same_start(last && communicator.size() > 1 ? other : usual, communicator);
    } catch (const ConfigError& error) {
        communicator.barrier();
        return error.what();
    }
    return "";
}

void differences_are_named(const Communicator& communicator, Expectations& check) {
    const RankStart usual{"1.0", "5e", {"run", "--out", "a"}};
    const std::string none = error_of(usual, usual, communicator),
                      version = error_of(usual, {"1.1", "5e", usual.arguments}, communicator),
                      build = error_of(usual, {"1.0", "6f", usual.arguments}, communicator),
                      arguments =
                          error_of(usual, {"1.0", "5e", {"run", "--out", "b\n"}}, communicator),
                      missing = error_of(usual, {"1.0", "5e", {}}, communicator);
    check.expect(none.empty(), "equal starts give no error");
    if (communicator.rank() != 0) return;
    const bool alone = communicator.size() == 1;
    const std::string rank = concat("rank ", communicator.size() - 1, ' ');
    const auto names = [&](const std::string& text, const char* what) {
        return alone ? text.empty() : text.rfind(rank, 0) == 0 && text.find(what) != text.npos;
    };
    check.expect(names(version, "version 1.1"), "another version: " + version);
    check.expect(names(build, "another build"), "another build: " + build);
    check.expect(names(arguments, "`run --out b\\x0a`"), "other arguments: " + arguments);
    check.expect(names(missing, "no arguments"), "no arguments: " + missing);
}

} // namespace
} // namespace ecgpress

int main() {
    const auto communicator = ecgpress::Communicator::from_launcher();
    ecgpress::Expectations check(communicator.rank());
    ecgpress::differences_are_named(communicator, check);
    return check.exit_code();
}
