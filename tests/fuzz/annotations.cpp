// An annotation file of all leads, or two of one lead each, read as those of a window of 10 s.
#include "harness.hpp"
#include "signal/wfdb/annotated_beats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const auto files = fuzz::files_of(fuzz::text_of(data, size), 2);
    std::vector<AnnotationFile> read;
    if (files.size() == 1) {
        read.push_back(
            {"r.atr", std::string(files[0]), {all_leads().begin(), all_leads().end()}, {}});
        read.back().channels = {Lead::I, std::nullopt, Lead::V1};
    } else {
        read.push_back({"r.i", std::string(files[0]), {Lead::I}, {}});
        read.push_back({"r.v1", std::string(files[1]), {Lead::V1}, {}});
    }
    constexpr std::size_t k_first = 1000, k_count = 5000;
    fuzz::read_or_refuse([&] {
        RecordBeats beats = annotated_beats(read, {250, 500, {k_first, k_count}});
        cut_to(beats, {k_first, k_count});
        for (const RecordBeat& beat : beats.beats)
            for (const FiducialSamples& samples : beat.leads)
                for (const std::int64_t sample : samples)
                    if (sample < k_no_sample || sample >= static_cast<std::int64_t>(k_count))
                        __builtin_trap();
    });
    return 0;
}
