// Corrupt shards: every flipped bit is found, and no corruption crashes the program.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

enum class Outcome { found, unchanged, changed };

/// A shard as bytes, to be corrupted and read repeatedly.
class Victim {
  public:
    explicit Victim(const ShardContent& content) {
        write_shard(path(), content);
        bytes_ = read_file(path());
        text_ = text_of(content);
    }

    const std::string& bytes() const { return bytes_; }
    fs::path path() const { return scratch_.path() / "shard-00000.h5"; }

    Outcome outcome_of(const std::string& damaged) const {
        write_file(path(), damaged);
        peek_shard(path()); // must not throw
        try {
            return text_of(read_shard(path())) == text_ ? Outcome::unchanged : Outcome::changed;
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find("shard-00000.h5"), std::string::npos)
                << error.what();
            return Outcome::found;
        }
    }

    Outcome outcome_of_flip(std::size_t position, unsigned bit) const {
        std::string damaged = bytes_;
        damaged[position] = static_cast<char>(damaged[position] ^ (1 << bit));
        return outcome_of(damaged);
    }

  private:
    ScratchFolder scratch_;
    std::string bytes_, text_;
};

TEST(ShardDamage, AFlippedBitAnywhereIsFound) {
    const Victim victim(random_content(11, 4, 60));
    ASSERT_EQ(victim.outcome_of(victim.bytes()), Outcome::unchanged);
    Draws draws(12);
    for (std::size_t position = 0; position < victim.bytes().size();
         position += 1 + (position < 600 ? 0 : draws.below(60))) {
        const auto bit = static_cast<unsigned>(draws.below(8));
        ASSERT_EQ(victim.outcome_of_flip(position, bit), Outcome::found)
            << "byte " << position << ", bit " << bit;
    }
}

TEST(ShardDamage, AFlippedBitInAShardOfManyChunksIsFound) {
    const Victim victim(random_content(18, 40, 30000));
    ASSERT_GT(victim.bytes().size(), std::size_t{8} << 20);
    Draws draws(19);
    for (int i = 0; i < 60; ++i) {
        // Half of the flips are in the last 50 kB, where tables and indexes are.
        const std::size_t size = victim.bytes().size();
        const std::size_t position = i % 2 == 0 ? draws.below(size) : size - 1 - draws.below(50000);
        ASSERT_EQ(victim.outcome_of_flip(position, static_cast<unsigned>(draws.below(8))),
                  Outcome::found)
            << position;
    }
}

TEST(ShardDamage, AFlippedBitInALargeConfigurationIsFound) {
    ShardContent content = random_content(11, 1, 10);
    content.header.config =
        "{\"" + std::string(90000, 'q') + "\"}"; // too large for an object header
    const Victim victim(content);
    const std::size_t place = victim.bytes().find(std::string(80000, 'q'));
    ASSERT_NE(place, std::string::npos);
    EXPECT_EQ(victim.outcome_of_flip(place + 40000, 3), Outcome::found);
}

TEST(ShardDamage, ATruncatedFileIsFound) {
    const Victim victim(random_content(13, 4, 60));
    Draws draws(14);
    const std::size_t size = victim.bytes().size();
    for (std::size_t length = 0; length < size; length += length < 300 ? 1 : 1 + draws.below(200))
        ASSERT_EQ(victim.outcome_of(victim.bytes().substr(0, length)), Outcome::found) << length;
    ASSERT_EQ(victim.outcome_of(victim.bytes().substr(0, size - 1)), Outcome::found);
}

TEST(ShardDamage, OverwrittenRangesAreFoundOrHarmless) {
    const Victim victim(random_content(15, 4, 60));
    Draws draws(16);
    for (int i = 0; i < 300; ++i) {
        std::string damaged = victim.bytes();
        const std::size_t first = draws.below(damaged.size()), count = 1 + draws.below(3000);
        for (std::size_t at = first; at < std::min(first + count, damaged.size()); ++at)
            damaged[at] = static_cast<char>(i % 2 == 0 ? draws.below(256) : 0);
        ASSERT_NE(victim.outcome_of(damaged), Outcome::changed) << first << " + " << count;
    }
}

TEST(ShardDamage, AnotherFormatIsReported) {
    const ScratchFolder scratch;
    ShardContent content = random_content(17, 2, 20);
    content.header.format = 99;
    write_shard(scratch.path() / "s.h5", content);
    try {
        ShardReader reader(scratch.path() / "s.h5");
        FAIL();
    } catch (const DataError& error) {
        EXPECT_NE(std::string(error.what()).find("format 99"), std::string::npos);
    }
    // peek_shard returns the fingerprint, so that the shard is not mistaken for a corrupt one and
    // overwritten.
    ASSERT_TRUE(peek_shard(scratch.path() / "s.h5"));
    EXPECT_EQ(peek_shard(scratch.path() / "s.h5")->fingerprint, content.header.fingerprint);
}

} // namespace
} // namespace ecgpress
