#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

TEST(Shard, GivesBackWhatWasWritten) {
    const ScratchFolder scratch;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto content = random_content(seed, seed, seed % 3 == 0 ? 40000 : 300);
        const fs::path path = scratch.path() / shard_name(seed);
        write_shard(path, content);
        EXPECT_TRUE(text_of(read_shard(path)) == text_of(content)) << "seed " << seed;
        EXPECT_EQ(std::distance(fs::directory_iterator(scratch.path()), {}),
                  static_cast<std::ptrdiff_t>(seed + 1));
    }
}

TEST(Shard, TablesAgreeWithSamples) {
    const ScratchFolder scratch;
    const auto content = random_content(5, 9, 100);
    write_shard(scratch.path() / "s.h5", content);
    const ShardReader reader(scratch.path() / "s.h5");
    ASSERT_EQ(reader.page_count(), content.samples.size());
    for (std::size_t i = reader.page_count(); i-- > 0;) { // in any order
        EXPECT_EQ(text_of(reader.page(i)), text_of(content.samples[i].row));
        ASSERT_EQ(reader.leads(i).size(), content.samples[i].leads.size());
        for (std::size_t lead = 0; lead < reader.leads(i).size(); ++lead)
            EXPECT_EQ(text_of(reader.leads(i)[lead]), text_of(content.samples[i].leads[lead].row));
        EXPECT_TRUE(text_of(reader.sample(i)) == text_of(content.samples[i]));
    }
}

TEST(Shard, ItemsLargerThanChunks) {
    const ScratchFolder scratch;
    const std::size_t chunk = std::size_t{1} << 20;
    auto content = random_content(8, 4, 10);
    content.samples.resize(4, content.samples[0]);
    const std::size_t sizes[] = {chunk - 1, 3 * chunk + 7, 0, chunk + 1};
    Draws draws(3);
    for (std::size_t i = 0; i < 4; ++i) {
        Sample& sample = content.samples[i];
        sample.row.index = content.header.first_page + i;
        sample.image_jpeg.resize(sizes[i]);
        for (auto& byte : sample.image_jpeg) byte = static_cast<std::uint8_t>(draws.below(256));
    }
    write_shard(scratch.path() / "s.h5", content);
    EXPECT_TRUE(text_of(read_shard(scratch.path() / "s.h5")) == text_of(content));
}

TEST(Shard, TwoWritesGiveEqualBytes) {
    const ScratchFolder scratch;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const auto content = random_content(seed, 3 * seed, seed == 5 ? 200000 : 500);
        write_shard(scratch.path() / "a.h5", content);
        const Bytes disturbance(1 << 20, 0xAB); // would appear in uninitialised bytes
        write_shard(scratch.path() / "b.h5", content);
        EXPECT_TRUE(read_file(scratch.path() / "a.h5") == read_file(scratch.path() / "b.h5"))
            << "seed " << seed << ' ' << disturbance.size();
    }
}

TEST(Shard, KeepsAConfigurationOfAnySize) {
    const ScratchFolder scratch;
    for (const std::size_t size : {0, 1, 5000, 65000, 66000, 300000}) {
        auto content = random_content(1, 2, 10);
        content.header.config = std::string(size, 'x');
        write_shard(scratch.path() / "s.h5", content);
        EXPECT_TRUE(read_shard(scratch.path() / "s.h5").header.config == content.header.config)
            << size;
    }
}

TEST(Shard, NothingIsLeftWithoutCommit) {
    const ScratchFolder scratch;
    const auto content = random_content(2, 5, 100);
    {
        ShardWriter writer(scratch.path() / "s.h5", content.header);
        for (const Sample& sample : content.samples) writer.add(sample);
        EXPECT_EQ(fs::directory_iterator(scratch.path())->path().extension(), ".part");
    }
    EXPECT_TRUE(fs::is_empty(scratch.path()));
}

TEST(Shard, NothingPlantedIsWrittenOrRead) {
    const ScratchFolder scratch;
    const fs::path precious = scratch.path() / "precious", link = scratch.path() / "link",
                   pipe = scratch.path() / "pipe";
    write_file(precious, "kept");
    fs::create_symlink("precious", link);
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0666), 0);
    const auto content = random_content(2, 5, 100);
    for (const fs::path& planted : {link, precious, pipe}) {
        EXPECT_THROW(H5File::create(planted), IoError) << planted;
        EXPECT_THROW(H5File::open(planted), DataError) << planted;
    }
    write_shard(link, content); // its final name replaces the link
    EXPECT_TRUE(text_of(read_shard(link)) == text_of(content));
    EXPECT_EQ(read_file(precious, {"file", 100}), "kept");
}

TEST(Shard, IsSmallIfItsItemsAre) {
    const ScratchFolder scratch;
    write_shard(scratch.path() / "s.h5", random_content(2, 5, 100));
    EXPECT_LT(fs::file_size(scratch.path() / "s.h5"), 100000U);
}

TEST(Shard, NamesSortAsTheirNumbers) {
    EXPECT_EQ(shard_name(17), "shard-00017.h5");
    EXPECT_LT(shard_name(9), shard_name(10));
}

TEST(PeekShard, GivesTheHeader) {
    const ScratchFolder scratch;
    const auto content = random_content(4, 3, 50);
    write_shard(scratch.path() / "s.h5", content);
    const auto header = peek_shard(scratch.path() / "s.h5");
    ASSERT_TRUE(header);
    EXPECT_EQ(text_of(*header), text_of(content.header));
}

TEST(PeekShard, GivesNothingForOtherFiles) {
    const ScratchFolder scratch;
    write_file(scratch.path() / "text.h5", "no HDF5");
    write_file(scratch.path() / "empty.h5", "");
    fs::create_directory(scratch.path() / "folder.h5");
    write_file(scratch.path() / "nul.h5", std::string(5000, '\0'));
    for (const char* name : {"absent.h5", "text.h5", "empty.h5", "folder.h5", "nul.h5"}) {
        EXPECT_FALSE(peek_shard(scratch.path() / name)) << name;
        EXPECT_THROW(ShardReader(scratch.path() / name), Error) << name;
    }
}

TEST(ShardReader, ReportsWhyAFileCannotBeOpened) {
    try {
        ShardReader reader("/nowhere/shard-00000.h5");
        FAIL();
    } catch (const IoError& error) {
        EXPECT_NE(std::string(error.what()).find("/nowhere/shard-00000.h5"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("No such file"), std::string::npos);
    }
}

} // namespace
} // namespace ecgpress
