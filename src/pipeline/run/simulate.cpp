#include "pipeline/run/simulate.hpp"

#include "pipeline/plan/plan.hpp"
#include "signal/record_source.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress {

std::array<std::size_t, k_split_count> simulate(const std::filesystem::path& folder,
                                                std::uint64_t seed, std::uint64_t count) {
    write_simulated_ptbxl(folder, seed, count);
    SourceSettings settings;
    settings.kind = "ptb-xl";
    settings.path = folder;
    std::array<std::size_t, k_split_count> records{};
    const auto source = open_source(settings);
    for (const RecordInfo& record : source->catalogue())
        ++records[static_cast<std::size_t>(split_of(record))];
    return records;
}

} // namespace ecgpress
