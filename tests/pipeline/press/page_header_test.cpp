// Headers of complete pages tell what the record is.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/printed.hpp"
#include "signal/measures.hpp"
#include "signal/simulated/simulated_heart.hpp"

namespace ecgpress {
namespace {

using testing_support::printed;

std::unique_ptr<RunInputs> inputs_of(std::uint64_t seed, const std::string& source) {
    return open_inputs(parse_config(
        concat("seed: ", seed, "\nsource: {kind: simulated, records: 40, seed: ", seed,
               "}\nheader: {source: ", source,
               "}\npages:\n  - name: pages\n    layouts: [3x4, 3x4+1R]\n    count: {train: 8}\n"
               "    datasets: [detection]\n    style: {dpi: 60, header: full}\n"),
        "test", {}));
}

int number_in(const std::string& line, std::size_t word) {
    std::vector<std::string> words;
    for (const std::string& part : split_text(line, ' '))
        if (!part.empty()) words.push_back(part);
    double value = -1;
    return word < words.size() && parse_number(words[word], value) ? static_cast<int>(value) : -1;
}

TEST(PageHeader, StatesTheRecord) {
    for (const std::uint64_t seed : {1, 2, 3}) {
        const auto inputs = inputs_of(seed, "record");
        Press press(*inputs);
        for (std::uint64_t index = 0; index < 8; ++index) {
            const PrintedPage page = printed(press, index);
            const auto& header = page.plan.design.header;
            ASSERT_EQ(header.size(), 3U);
            const RecordFacts& facts = page.about.facts;
            std::string sex = facts.sex;
            sex[0] = static_cast<char>(sex[0] - 'a' + 'A');
            EXPECT_EQ(header[0][2].text, concat(facts.age, " yr   ", sex));
            const int bpm = number_in(header[1][0].text, 2);
            double known_bpm = 0;
            ASSERT_TRUE(parse_number(facts.heart_rate_bpm, known_bpm));
            EXPECT_NEAR(bpm, known_bpm, 3);
            EXPECT_EQ(header[2][0].text, bpm < 60    ? "Bradycardia"
                                         : bpm > 100 ? "Tachycardia"
                                                     : "Normal heart rate");
            const auto texts = page.page.texts;
            EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), [&](const PrintedText& text) {
                return text.text == header[1][0].text;
            })) << "the header is printed";
            const Sample sample = press.encode(page);
            EXPECT_NE(sample.plan_json.find(header[1][3].text), std::string::npos)
                << "the plan has what is printed";
            EXPECT_EQ(sample.row.age, facts.age);
            EXPECT_EQ(sample.row.heart_rate_bpm, facts.heart_rate_bpm);
        }
    }
}

TEST(PageHeader, TheSourceOfHeadersChangesOnlyTheirContent) {
    const auto inputs = inputs_of(5, "record"), invented = inputs_of(5, "invented");
    Press one(*inputs), two(*invented);
    for (std::uint64_t index = 0; index < 8; ++index) {
        PrintedPage a = printed(one, index), b = printed(two, index);
        EXPECT_NE(a.plan.design.header, b.plan.design.header);
        EXPECT_EQ(a.plan.design.header[0][0], b.plan.design.header[0][0]);
        EXPECT_EQ(a.record.name, b.record.name);
        a.plan.design.header = b.plan.design.header;
        EXPECT_EQ(plan_json(a.plan, inputs->config), plan_json(b.plan, inputs->config));
        EXPECT_EQ(one.encode(a).yolo, two.encode(b).yolo);
    }
}

} // namespace
} // namespace ecgpress
