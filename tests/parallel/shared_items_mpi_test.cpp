// Texts that only rank 0 reads: every rank gets the same ones, and the same error at the same
// place.
#include <cstdint>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "expect.hpp"
#include "parallel/shared_items.hpp"

namespace ecgpress {
namespace {

/// `count` texts on rank 0, then an error or the end; no other rank may ask its source.
TextSource source_of(const Communicator& communicator, std::uint64_t count, bool fails) {
    return [&communicator, count, fails,
            next = std::uint64_t{0}]() mutable -> std::optional<std::string> {
        if (communicator.rank() != 0) throw std::logic_error("a rank other than 0 was asked");
        if (next < count) {
            const std::uint64_t number = next++;
            return concat("text ", number, std::string(number % 50, '.'));
        }
        if (fails) throw DataError("the disk is gone");
        return std::nullopt;
    };
}

void all_ranks_get_the_same(const Communicator& communicator, Expectations& check,
                            std::uint64_t count) {
    SharedItems items(communicator, source_of(communicator, count, false));
    std::uint64_t got = 0;
    while (const auto text = items.next()) {
        check.expect(text->rfind(concat("text ", got), 0) == 0, "texts arrive in order");
        ++got;
    }
    check.expect(got == count, concat(count, " texts arrive"));
    check.expect(!items.next(), "the end stays the end");
}

void all_ranks_get_the_error(const Communicator& communicator, Expectations& check) {
    SharedItems items(communicator, source_of(communicator, 3, true));
    int got = 0;
    std::string message;
    try {
        while (items.next()) ++got;
    } catch (const DataError& error) {
        message = error.what();
    }
    check.expect(got == 3 && message == "the disk is gone", "the error comes after three texts");
    check.expect(!items.next(), "after an error there are no more texts");
}

void rank_0_determines(const Communicator& communicator, Expectations& check) {
    const auto value = from_rank_0<std::vector<int>>(communicator, [&] {
        return std::vector<int>{communicator.rank(), 7};
    });
    check.expect(value == std::vector<int>{0, 7}, "the value is that of rank 0");
}

} // namespace
} // namespace ecgpress

int main() {
    using namespace ecgpress;
    const Communicator communicator = Communicator::from_launcher();
    Expectations check(communicator.rank());
    for (const std::uint64_t count : {0, 1, 100000}) // of about 3 MB: several pieces
        all_ranks_get_the_same(communicator, check, count);
    all_ranks_get_the_error(communicator, check);
    rank_0_determines(communicator, check);
    return check.exit_code();
}
