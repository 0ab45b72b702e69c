#include "parallel/same_start.hpp"

#include <cstddef>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

std::string line_of(const RankStart& start) {
    return start.arguments.empty() ? "no arguments"
                                   : concat('`', printable(join(start.arguments, " ")), '`');
}

} // namespace

void require_same_start(const RankStart& start, const Communicator& communicator) {
    const std::vector<RankStart> ranks = communicator.gather(start);
    for (std::size_t rank = 1; rank < ranks.size(); ++rank) {
        if (ranks[rank].version != start.version)
            throw ConfigError(concat("rank ", rank, " runs version ",
                                     printable(ranks[rank].version),
                                     " of the program, rank 0 version ", start.version,
                                     ". Install the same version on all nodes."));
        if (ranks[rank].build != start.build)
            throw ConfigError(concat("rank ", rank, " runs another build of version ",
                                     start.version, " than rank 0. Their pages may differ. ",
                                     "Install the same file of the program on all nodes."));
        if (ranks[rank].arguments != start.arguments)
            throw ConfigError(concat(
                "rank ", rank, " was started with other arguments: ", line_of(ranks[rank]),
                ", rank 0 with ", line_of(start), ". Start all ranks with the same command."));
    }
    // No rank continues until rank 0 has compared them.
    communicator.barrier();
}

} // namespace ecgpress
