// The content of a shard, for writing it and for comparison with what is read back.
#pragma once

#include <string>
#include <vector>

#include "dataset/random_sample.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard/shard_writer.hpp"

namespace ecgpress::testing_support {

struct ShardContent {
    ShardHeader header;
    std::vector<Sample> samples;
    std::vector<Failure> failures;
};

inline std::string text_of(const ShardHeader& header) {
    return concat(header.format, ' ', header.version, ' ', header.fingerprint, ' ', header.config,
                  ' ', header.first_page, ' ', header.page_count, '\n');
}

inline std::string text_of(const ShardContent& content) {
    std::string text = text_of(content.header);
    for (const Sample& sample : content.samples) text += text_of(sample);
    for (const Failure& failure : content.failures) text += text_of(failure);
    return text;
}

/// Random content for `pages` page indices. Every fifth page could not be generated.
inline ShardContent random_content(std::uint64_t seed, std::uint64_t pages,
                                   std::size_t most_bytes) {
    Draws draws(seed);
    ShardContent content;
    content.header.version = "0.1.0";
    content.header.fingerprint = draws.text(64);
    content.header.config = "{\"seed\":" + std::to_string(seed) + "}";
    content.header.first_page = draws.below(1000);
    content.header.page_count = pages;
    for (std::uint64_t i = 0; i < pages; ++i) {
        const std::uint64_t index = content.header.first_page + i;
        if (i % 5 == 4)
            content.failures.push_back(
                {index, draws.text(8), "lead II is flat (" + draws.text(40) + ")", false});
        else
            content.samples.push_back(random_sample(draws, index, most_bytes));
        if (i % 7 == 0) content.failures.push_back({index, draws.text(8), "NaN", true});
    }
    return content;
}

inline void write_shard(const fs::path& path, const ShardContent& content) {
    ShardWriter writer(path, content.header);
    for (const Sample& sample : content.samples) writer.add(sample);
    for (const Failure& failure : content.failures) writer.add(failure);
    writer.commit();
}

inline ShardContent read_shard(const fs::path& path) {
    const ShardReader reader(path);
    ShardContent content{reader.header(), {}, reader.failures()};
    for (std::size_t i = 0; i < reader.page_count(); ++i)
        content.samples.push_back(reader.sample(i));
    return content;
}

} // namespace ecgpress::testing_support
