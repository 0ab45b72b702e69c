// Runs the Python code of the pages in docs/formats and of the dataset card on real files.
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>

#include "core/digest.hpp"
#include "core/file.hpp"
#include "dataset/cards/dataset_card.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_log.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// Runs Python code in a folder. Its output is written to the file `printed` in this folder.
bool python_runs(const fs::path& folder, const std::string& code) {
    write_file(folder / "code.py", code);
    const std::string command =
        concat("cd '", folder.string(), "' && '", ECGPRESS_PYTHON3, "' code.py > printed 2>&1");
    return std::system(command.c_str()) == 0;
}

bool python_has(const fs::path& folder, const std::string& modules) {
    return python_runs(folder, "import " + modules + "\n");
}

/// The ```python blocks of a Markdown text.
std::vector<std::string> python_blocks(const std::string& text) {
    const std::string fence = "```python\n";
    std::vector<std::string> blocks;
    for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
        at += fence.size();
        blocks.push_back(text.substr(at, text.find("```", at) - at));
    }
    return blocks;
}

/// @return the output of all blocks
std::string expect_blocks_run(const fs::path& folder, const std::string& text, std::size_t count) {
    const auto blocks = python_blocks(text);
    EXPECT_EQ(blocks.size(), count);
    std::string printed;
    for (const std::string& block : blocks) {
        EXPECT_TRUE(python_runs(folder, block)) << block << read_file(folder / "printed");
        printed += read_file(folder / "printed");
    }
    return printed;
}

std::string format_page(const char* name) {
    return read_file(fs::path(ECGPRESS_SOURCE_DIR) / "docs/formats" / name);
}

/// One page with a lead. Pillow creates its images in `folder`.
Sample drawn_sample(const fs::path& folder) {
    EXPECT_TRUE(python_runs(folder, "from PIL import Image\n"
                                    "Image.new('RGB', (8, 6)).save('page.jpg')\n"
                                    "Image.new('RGB', (4, 3)).save('crop.png')\n"
                                    "Image.new('L', (4, 3)).save('mask.png')\n"
                                    "Image.new('L', (4, 3)).save('mask.bmp')\n"));
    const auto bytes = [&](const char* name) {
        const std::string text = read_file(folder / name);
        return Bytes(text.begin(), text.end());
    };
    Sample sample;
    sample.row.rows = 3;
    sample.row.columns = 4;
    sample.row.record = "00001_hr";
    sample.image_jpeg = bytes("page.jpg");
    sample.yolo = "0 0.500000 0.500000 0.250000 0.250000\n";
    sample.plan_json = "{}";
    LeadSample lead;
    lead.row.crop_px = {0, 0, 4, 3};
    lead.signal_json = "[0.1,null]";
    const float gap = std::numeric_limits<float>::quiet_NaN();
    lead.truth = {{1, gap}, {2, gap}, 1, {2}, {0}, {7, 0}};
    lead.row.px_per_mv = 10;
    lead.crop_png = bytes("crop.png");
    lead.mask_png = bytes("mask.png");
    lead.mask_bmp = bytes("mask.bmp");
    sample.leads.push_back(lead);
    set_checksums(sample);
    return sample;
}

TEST(PlainH5py, ReadsEveryItem) {
    const ScratchFolder scratch;
    if (!python_has(scratch.path(), "h5py")) GTEST_SKIP() << "needs Python 3 with h5py";
    const auto content = random_content(31, 9, 3000);
    write_shard(scratch.path() / "shard-00000.h5", content);
    std::string expected;
    const auto add = [&](const auto& item) {
        expected += sha256_of(item.data(), item.size()) + "\n";
    };
    for (const Sample& sample : content.samples) {
        expected +=
            concat(sample.row.index, ' ', sample.row.record, ' ', name_of(sample.row.split), '\n');
        add(sample.image_jpeg);
        add(sample.yolo);
        add(sample.plan_json);
        for (const LeadSample& lead : sample.leads) {
            add(lead.crop_png);
            add(lead.mask_png);
            add(lead.mask_bmp);
            add(lead.signal_json);
        }
    }
    for (const Failure& failure : content.failures) expected += failure.reason + "\n";
    const bool ran = python_runs(scratch.path(), R"(
import hashlib, h5py, sys
sys.stdout.reconfigure(encoding="utf-8")
f = h5py.File("shard-00000.h5", "r")
def item(group, i):
    o = f[group + "/offsets"]
    print(hashlib.sha256(f[group + "/bytes"][o[i]:o[i + 1]].tobytes()).hexdigest())
for i, index in enumerate(f["pages/index"]):
    print(index, f["pages/record"][i].decode(), f["pages/split"][i].decode())
    for group in ("pages/image", "pages/label", "pages/plan"):
        item(group, i)
    for k in range(*f["pages/first_lead"][i:i + 2]):
        for group in ("leads/crop", "leads/mask_png", "leads/mask_bmp", "leads/signal"):
            item(group, k)
for reason in f["failures/reason"]:
    print(reason.decode())
def check(name, item):
    if isinstance(item, h5py.Dataset):
        assert item.fletcher32 and item.chunks and item.compression is None, name
f.visititems(check)
)");
    EXPECT_TRUE(ran);
    EXPECT_TRUE(read_file(scratch.path() / "printed") == expected)
        << read_file(scratch.path() / "printed");
}

TEST(ShardPage, PythonRuns) {
    const ScratchFolder scratch;
    if (!python_has(scratch.path(), "h5py, PIL"))
        GTEST_SKIP() << "needs Python 3 with h5py and Pillow";
    ShardContent content = random_content(32, 1, 10);
    content.samples = {drawn_sample(scratch.path())};
    content.header.first_page = 0;
    write_shard(scratch.path() / "shard-00000.h5", content);
    EXPECT_EQ(expect_blocks_run(scratch.path(), format_page("shard.md"), 4), "00001_hr 0.1.0 0\n");
}

TEST(ShardPage, NamesEveryDatasetAndAttribute) {
    const ScratchFolder scratch;
    if (!python_has(scratch.path(), "h5py")) GTEST_SKIP() << "needs Python 3 with h5py";
    write_shard(scratch.path() / "shard-00000.h5", random_content(33, 2, 10));
    ASSERT_TRUE(python_runs(scratch.path(),
                            "import h5py\nf = h5py.File('shard-00000.h5', 'r')\n"
                            "print(*f.attrs, sep='\\n')\n"
                            "f.visititems(lambda name, item: print(name.split('/')[-1]))\n"));
    const std::string page = format_page("shard.md");
    const auto names = split_text(trimmed(read_file(scratch.path() / "printed")), '\n');
    EXPECT_GT(names.size(), 50U);
    for (const std::string& name : names) EXPECT_NE(page.find(name), std::string::npos) << name;
}

TEST(ReleasePage, PythonOfPageAndCardRuns) {
    const ScratchFolder scratch;
    if (!python_has(scratch.path(), "numpy, PIL"))
        GTEST_SKIP() << "needs Python 3 with NumPy and Pillow";
    const Sample sample = drawn_sample(scratch.path());
    const fs::path folder = scratch.path() / "release";
    const ReleaseFormat& format = find_release_format("folder");
    const auto release = format.open(folder, {});
    ReleaseIndex tables(folder);
    const PageSelection selection{true, true, {true}, {OverlapSet::without_overlap}};
    const std::vector<LeadRow> leads{sample.leads[0].row};
    const IndexedPage page{sample.row, leads, selection, 0, {}};
    release->index_page(page);
    tables.add(page, *release);
    release->write_page(sample, selection);
    tables.finish();
    release->finish({});
    write_file(folder / "README.md", dataset_card(format.card(tables.tally(), {}), {},
                                                  tables.tally(), {1, "ab12", ""}, {}));
    expect_blocks_run(folder, format_page("release.md"), 5);
    expect_blocks_run(folder, read_file(folder / "README.md"), 1);
}

} // namespace
} // namespace ecgpress
