// A shard is compared with the one that its run must have under its name.
#include <gtest/gtest.h>

#include "pipeline/config_cases.hpp"
#include "pipeline/verify/shard_names.hpp"

namespace ecgpress {
namespace {

/// A run of 20 pages in 5 shards.
RunIdentity run_of(const std::string& setting) {
    RunIdentity run;
    run.config = config_cases::parse(config_cases::k_small, {setting, "shard.pages=4"});
    run.texts = texts_of(run.config);
    run.fingerprint = setting;
    run.version = "1";
    return run;
}

class ShardNames : public testing::Test {
  protected:
    void expect_wrong(const std::string& name, const ShardHeader& header, const std::string& part) {
        const std::string wrong = wrong_shard(run_, name, header);
        EXPECT_NE(wrong.find(part), std::string::npos) << wrong;
    }

    RunIdentity run_ = run_of("seed=3"), other_ = run_of("seed=4");
};

TEST_F(ShardNames, TheRunsOwnShards) {
    ASSERT_EQ(shard_count(run_.config), 5U);
    for (std::size_t number = 0; number < 5; ++number)
        EXPECT_EQ(wrong_shard(run_, shard_name(number), shard_header(run_, number)), "");
}

TEST_F(ShardNames, AnotherShardUnderItsName) {
    expect_wrong(
        "shard-00002.h5", shard_header(run_, 3),
        "is shard 3 of this run (pages 12 to 15), expected shard 2 of this run (pages 8 to 11");
    expect_wrong("shard-00009.h5", shard_header(run_, 3), "does not belong to the run");
    for (const char* name : {"shard-3.h5", "shard-.h5", "shard-000003.h5", "shard-3x.h5", "x.h5",
                             "shard--0003.h5", "shard-99999999999999999999.h5"})
        expect_wrong(name, shard_header(run_, 3), "It is shard 3 of this run (pages 12 to 15)");
}

TEST_F(ShardNames, AForeignShard) {
    expect_wrong("shard-00002.h5", shard_header(other_, 2),
                 "is a shard of a different run (pages 8 to 11; different values: seed (4 there, 3 "
                 "now)), expected shard 2");
}

TEST_F(ShardNames, OtherLimits) {
    ShardHeader header = shard_header(run_, 2);
    header.page_count = 3;
    expect_wrong("shard-00002.h5", header, "is a shard of this run with other limits");
    header = shard_header(run_, 2);
    header.config = other_.texts.shard;
    expect_wrong("shard-00002.h5", header, "has another configuration than run.json: seed");
}

TEST_F(ShardNames, MissingShards) {
    ProblemList problems;
    report_missing_shards(run_, {"shard-00000.h5", "shard-00002.h5", "shard-00004.h5"}, problems);
    ASSERT_EQ(problems.count(), 2U);
    EXPECT_EQ(
        problems.first()[1].rfind("shard-00003.h5: is missing. It must have pages 12 to 15.", 0),
        0U);
}

TEST_F(ShardNames, TheRunThatAShardStates) {
    const RunIdentity stated = identity_of_shard(shard_header(run_, 1));
    EXPECT_EQ(shard_count(stated.config), 5U);
    EXPECT_EQ(wrong_shard(stated, shard_name(4), shard_header(run_, 4)), "");
}

} // namespace
} // namespace ecgpress
