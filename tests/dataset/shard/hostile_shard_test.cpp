// An untrusted shard: HDF5 features that this program never writes are rejected.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

class HostileShard : public testing::Test {
  protected:
    HostileShard() { write_shard(path(), random_content(3, 2, 40)); }

    fs::path path() const { return scratch_.path() / "shard-00000.h5"; }

    void change(const std::function<void(hid_t)>& changing) const {
        const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        ASSERT_GE(file, 0);
        changing(file);
        ASSERT_GE(H5Fclose(file), 0);
    }

    /// Replaces pages/rows, a column of 32-bit integers, by another dataset.
    void replace_rows(hid_t type, const std::function<void(hid_t creation)>& set_up,
                      hsize_t rows = 2) const {
        change([&](hid_t file) {
            H5Ldelete(file, "pages/rows", H5P_DEFAULT);
            const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
            const hsize_t chunk = 2, most = H5S_UNLIMITED;
            H5Pset_chunk(creation, 1, &chunk);
            set_up(creation);
            const bool chunked = H5Pget_layout(creation) == H5D_CHUNKED;
            const hid_t space = H5Screate_simple(1, &rows, chunked ? &most : nullptr);
            const hid_t dataset =
                H5Dcreate2(file, "pages/rows", type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
            ASSERT_GE(dataset, 0);
            const std::vector<char> values(H5Tget_size(type) * 2, 0);
            if (rows == 2 && H5Pget_external_count(creation) == 0) {
                ASSERT_GE(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
            }
            H5Dclose(dataset);
            H5Sclose(space);
            H5Pclose(creation);
        });
    }

    std::string complaint() const {
        try {
            read_shard(path());
        } catch (const DataError& error) {
            return error.what();
        }
        return "NO ERROR";
    }
    void expect_refused(const std::string& item) const {
        const std::string text = complaint();
        EXPECT_NE(text.find(item), std::string::npos) << text;
        EXPECT_NE(text.find("corrupt"), std::string::npos) << text;
    }

    ScratchFolder scratch_;
};

constexpr auto k_checksummed = [](hid_t creation) { H5Pset_fletcher32(creation); };

TEST_F(HostileShard, AReplacedColumnOfTheSameKindIsRead) {
    replace_rows(H5T_STD_I32LE, k_checksummed);
    EXPECT_EQ(complaint(), "NO ERROR") << "the tests below show nothing";
}

TEST_F(HostileShard, OnlyTheExactTypeIsRead) {
    for (const hid_t type : {H5T_STD_I32BE, H5T_STD_I64LE, H5T_IEEE_F32LE, H5T_STD_U32LE}) {
        replace_rows(type, k_checksummed);
        expect_refused("pages/rows");
    }
}

TEST_F(HostileShard, OnlyChecksummedChunksAreRead) {
    replace_rows(H5T_STD_I32LE, [](hid_t) {});
    expect_refused("pages/rows");
    replace_rows(H5T_STD_I32LE, [](hid_t creation) {
        H5Pset_fletcher32(creation);
        H5Pset_deflate(creation, 1);
    });
    expect_refused("pages/rows");
    replace_rows(H5T_STD_I32LE, [](hid_t creation) { H5Pset_layout(creation, H5D_CONTIGUOUS); });
    expect_refused("pages/rows");
    replace_rows(H5T_STD_I32LE, [](hid_t creation) { H5Pset_layout(creation, H5D_COMPACT); });
    expect_refused("pages/rows");
}

TEST_F(HostileShard, MissingRowsAllocateNoMemory) {
    for (const hsize_t rows : {hsize_t{1} << 20, hsize_t{1} << 40, hsize_t{1} << 60}) {
        replace_rows(H5T_STD_I32LE, k_checksummed, rows);
        expect_refused("pages/rows");
    }
    replace_rows(
        H5T_STD_I32LE,
        [](hid_t creation) {
            const hsize_t chunk = 1U << 29;
            H5Pset_chunk(creation, 1, &chunk);
            H5Pset_fletcher32(creation);
        },
        3);
    expect_refused("pages/rows");
}

TEST_F(HostileShard, ManySmallChunksAreRejected) {
    replace_rows(H5T_STD_I32LE, [](hid_t creation) {
        const hsize_t chunk = 1;
        H5Pset_chunk(creation, 1, &chunk);
        H5Pset_fletcher32(creation);
    });
    expect_refused("pages/rows");
}

TEST_F(HostileShard, OneLongColumnAllocatesNoRows) {
    change([](hid_t file) {
        H5Ldelete(file, "leads/lead", H5P_DEFAULT);
        const hsize_t rows = hsize_t{4} << 20; // at 100 bytes or more per row, 400 MiB
        const hid_t creation = H5Pcreate(H5P_DATASET_CREATE),
                    space = H5Screate_simple(1, &rows, nullptr);
        H5Pset_chunk(creation, 1, &rows);
        H5Pset_fletcher32(creation);
        const hid_t dataset =
            H5Dcreate2(file, "leads/lead", H5T_STD_U8LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
        const std::vector<char> values(rows, 0);
        ASSERT_GE(H5Dwrite(dataset, H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
        H5Dclose(dataset);
        H5Sclose(space);
        H5Pclose(creation);
    });
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer's own memory is beyond every limit";
#endif
    const auto read = [&] {
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        const rlim_t most =
            pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + (rlim_t{200} << 20);
        const rlimit limit{most, most};
        setrlimit(RLIMIT_AS, &limit);
        std::exit(complaint().find("rows, not 4194304") != std::string::npos ? 0 : 1);
    };
    EXPECT_EXIT(read(), testing::ExitedWithCode(0), "");
}

TEST_F(HostileShard, NoOtherFileIsOpened) {
    const fs::path other = scratch_.path() / "other.h5";
    fs::copy_file(path(), other);
    replace_rows(H5T_STD_I32LE, [&](hid_t creation) {
        H5Pset_layout(creation, H5D_CONTIGUOUS);
        H5Pset_external(creation, other.c_str(), 0, 8);
    });
    expect_refused("pages/rows");
    change([&](hid_t file) {
        H5Ldelete(file, "pages/rows", H5P_DEFAULT);
        H5Lcreate_external("other.h5", "/pages/rows", file, "pages/rows", H5P_DEFAULT, H5P_DEFAULT);
    });
    expect_refused("pages/rows");
    change([&](hid_t file) {
        H5Ldelete(file, "pages", H5P_DEFAULT);
        H5Lcreate_external("other.h5", "/pages", file, "pages", H5P_DEFAULT, H5P_DEFAULT);
    });
    expect_refused("pages/");
}

TEST_F(HostileShard, AnOldFormatIsNotPassedToHdf5) {
    fs::remove(path());
    const hid_t file = H5Fcreate(path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    EXPECT_NE(complaint().find("not in the form that this program writes"), std::string::npos)
        << complaint();
    write_file(path(), "\x89HDF\r\n\x1a\n");
    EXPECT_NE(complaint().find("not in the form that this program writes"), std::string::npos)
        << complaint();
}

TEST_F(HostileShard, AttributesMustHaveTheirType) {
    for (const char* name : {"config", "first_page"}) {
        for (const hid_t type : {H5T_STD_U8LE, H5T_STD_U64BE}) {
            change([&](hid_t file) {
                H5Adelete(file, name);
                const hid_t space = H5Screate(H5S_SCALAR);
                H5Aclose(H5Acreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
                H5Sclose(space);
            });
            expect_refused(std::string("attribute ") + name);
        }
        write_shard(path(), random_content(3, 2, 40));
    }
}

TEST_F(HostileShard, NumbersOutOfRangeAreReported) {
    const auto expect_in_complaint = [&](ShardContent content, const std::string& part) {
        write_shard(path(), content);
        EXPECT_NE(complaint().find(part), std::string::npos) << complaint();
    };
    const ShardContent good = random_content(3, 2, 40);
    ShardContent content = good;
    content.header.page_count = std::uint64_t{1} << 63;
    expect_in_complaint(content, "9223372036854775808 pages");
    content = good;
    content.header.first_page = ~std::uint64_t{0};
    expect_in_complaint(content, "from page 18446744073709551615");
    content = good;
    content.samples[0].row.columns = -1;
    expect_in_complaint(content, "-1 panels");
    content = good;
    content.samples[0].warp = nullptr;
    content.samples[0].row.width_px = 70'000;
    expect_in_complaint(content, "70000 x");
}

} // namespace
} // namespace ecgpress
