// Pages made in several threads of one process are those of a single thread.
#include <atomic>
#include <gtest/gtest.h>
#include <map>
#include <thread>

#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "render/draw/opencv_setup.hpp"
#include "signal/sources/shared_source.hpp"

namespace ecgpress {
namespace {

using Files = std::map<std::uint64_t, Bytes>; ///< JPEG file of each page

std::unique_ptr<RunInputs> small_inputs() {
    set_up_opencv();
    auto inputs = open_inputs(parse_config(R"(
seed: 5
source: {kind: simulated, records: 20}
pages:
  - name: mixed
    layouts: [3x4, 6x2, 12x1]
    count: 10
    datasets: [detection]
    looks: default
    artifacts: {clean: 1, phone-photo: 2, colour-scan: 1, stained: 1, screen-photo: 1}
    style: {dpi: 40}
)",
                                           "test", {}));
    inputs->source = std::make_shared<SharedSource>(std::move(inputs->source));
    return inputs;
}

/// Makes the pages that `next` hands out, as one thread of several.
Files pages_of_thread(const RunInputs& inputs, std::atomic<std::uint64_t>& next) {
    const auto own = inputs_for_thread(inputs);
    Press press(*own);
    Files files;
    std::vector<Failure> failures;
    for (std::uint64_t index = next++; index < inputs.plan->page_count(); index = next++) {
        auto printed = press.print(index, failures);
        if (!printed) break;
        files[index] = press.encode_jpeg(*printed);
        press.recycle(std::move(*printed));
    }
    return files;
}

Files pages_of(const RunInputs& inputs, std::size_t count) {
    std::vector<Files> parts(count);
    std::vector<std::thread> threads;
    std::atomic<std::uint64_t> next{0};
    for (Files& part : parts) threads.emplace_back([&] { part = pages_of_thread(inputs, next); });
    for (std::thread& thread : threads) thread.join();
    Files all;
    for (Files& part : parts) all.merge(part);
    return all;
}

TEST(Threads, MakeTheSamePages) {
    const auto inputs = small_inputs();
    const Files expected = pages_of(*inputs, 1);
    ASSERT_EQ(expected.size(), inputs->plan->page_count());
    EXPECT_EQ(pages_of(*inputs, 4), expected);
}

TEST(Threads, SeedsShareTheSource) {
    const auto inputs = small_inputs();
    const auto others = inputs_of_seed(*inputs, 6);
    EXPECT_EQ(others->source, inputs->source);
    EXPECT_NE(others->fingerprint, inputs->fingerprint);
    EXPECT_NE(pages_of(*others, 2), pages_of(*inputs, 2));
    EXPECT_EQ(inputs_of_seed(*others, 5)->fingerprint, inputs->fingerprint);
    EXPECT_THROW(inputs_of_seed(*inputs, ~std::uint64_t{0}), ConfigError);
}

TEST(Threads, SplitsOfPagesAreThoseOfTheirPlans) {
    const auto inputs = small_inputs();
    for (std::uint64_t index = 0; index < inputs->plan->page_count(); ++index)
        EXPECT_EQ(inputs->plan->split_of_page(index), inputs->plan->page(index).split) << index;
}

} // namespace
} // namespace ecgpress
