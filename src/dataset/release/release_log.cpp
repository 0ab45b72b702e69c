#include "dataset/release/release_log.hpp"

#include "codec/json.hpp"

namespace ecgpress {

namespace {

Json to_json(const ItemCounts& counts) {
    Json json = Json::object();
    for (const CountedItems& items : k_counted_items) json[items.name] = counts.*items.count;
    return json;
}

} // namespace

std::string logs_json(const std::string& format, const ReleaseSummary& summary,
                      const ReleaseTally& tally) {
    Json splits = Json::object();
    for (const Split split : {Split::train, Split::val, Split::test}) {
        splits[name_of(split)] = {{"pages", tally.of(split).pages}};
        splits[name_of(split)].update(to_json(tally.of(split)));
    }
    Json classes = Json::object();
    for (const auto& [name, counts] : tally.classes)
        for (const Split split : {Split::train, Split::val, Split::test})
            classes[name][name_of(split)] = counts[static_cast<std::size_t>(split)];
    Json failures = Json::array();
    for (const Failure& failure : summary.failures)
        failures.push_back({{"page", failure.page},
                            {"record", failure.record},
                            {"reason", failure.reason},
                            {"replaced", failure.replaced}});
    const Json log{{"format", format},
                   {"version", summary.version},
                   {"configuration", Json::parse(summary.config)},
                   {"source_fingerprint", summary.source_fingerprint},
                   {"typeface_sha256", summary.typeface_sha256},
                   {"counts",
                    {{"pages", tally.total().pages},
                     {"items", to_json(tally.total())},
                     {"splits", splits},
                     {"classes", classes}}},
                   {"failures", failures}};
    // A record's name is external input and may not be UTF-8.
    return log.dump(2) + "\n";
}

} // namespace ecgpress
