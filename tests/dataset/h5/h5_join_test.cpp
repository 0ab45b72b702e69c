// Joined files: h5py reads the same values from the joined file as from the files in sequence.
#include <gtest/gtest.h>

#include "core/digest.hpp"
#include "dataset/h5/h5_join.hpp"
#include "support/pil.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

const H5Join::Names k_names{{"word", "box"}, {"s/offsets"}, {"s/bytes", "none"}};

/// Texts of `length` characters and items of `length` bytes; `none` never has a value.
void write_piece(const fs::path& path, std::size_t rows, std::size_t length) {
    H5File file = H5File::create(path);
    file.make_group("s", 2);
    file.write_texts("word", std::vector<std::string>(rows, std::string(length, 'x')));
    std::vector<double> boxes;
    std::vector<std::int64_t> offsets{0};
    std::vector<std::uint8_t> bytes;
    for (std::size_t row = 0; row < rows; ++row) {
        boxes.insert(boxes.end(), {double(row), double(length), 0.5, -1});
        bytes.insert(bytes.end(), length, static_cast<std::uint8_t>(16 * length + row));
        offsets.push_back(static_cast<std::int64_t>(bytes.size()));
    }
    file.write_column("box", boxes, 4);
    file.write_column("s/offsets", offsets, 1);
    H5Array array = file.make_array("s/bytes", H5Type::u8, std::max<std::size_t>(1, bytes.size()));
    if (!bytes.empty()) array.append(bytes.data(), bytes.size());
    file.make_array("none", H5Type::f32, 1);
    array = {};
    file.close();
}

/// Writes files with these numbers of rows and text lengths to DIR/pieces and joins them in
/// DIR/all.h5.
void join_pieces(const fs::path& folder,
                 const std::vector<std::pair<std::size_t, std::size_t>>& pieces) {
    fs::create_directories(folder / "pieces");
    H5Join join(k_names);
    const auto link = [](std::size_t i) { return concat("pieces/", i, ".h5"); };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        write_piece(folder / link(i), pieces[i].first, pieces[i].second);
        join.measure(H5File::open(folder / link(i)), link(i));
    }
    H5File all = H5File::create(folder / "all.h5");
    all.make_group("s", 2);
    join.begin(all);
    for (std::size_t i = 0; i < pieces.size(); ++i) join.append(H5File::open(folder / link(i)));
    join.finish();
    all.close();
}

void expect_joined(const fs::path& folder) {
    run_python(folder,
               "import h5py, glob, numpy as np, os\n"
               "pieces = [h5py.File(p, 'r') for p in sorted(glob.glob('pieces/*.h5'))]\n"
               "place = os.path.abspath('all.h5')\n"
               "os.chdir('/')\n"
               "f = h5py.File(place, 'r')\n"
               "for name in ('word', 'box', 's/bytes', 'none'):\n"
               "    expected = np.concatenate([p[name][:] for p in pieces])\n"
               "    assert f[name].shape == expected.shape, name\n"
               "    assert (f[name][:] == expected).all(), name\n"
               "lengths = np.concatenate([np.diff(p['s/offsets'][:]) for p in pieces])\n"
               "assert (np.diff(f['s/offsets'][:]) == lengths).all() and f['s/offsets'][0] == 0\n"
               "assert len(lengths) == len(f['word'])\n"
               "for i in range(0, len(lengths), 1 + len(lengths) // 50):\n"
               "    begin, end = f['s/offsets'][i:i + 2]\n"
               "    value = 16 * lengths[i] + f['box'][i, 0]\n"
               "    assert (f['s/bytes'][begin:end] == value % 256).all(), i\n"
               "assert f['word'].fletcher32 and f['s/offsets'].fletcher32\n");
}

TEST(H5Join, ConcatenatesAllFiles) {
    const ScratchFolder scratch;
    join_pieces(scratch.path(), {{3, 2}, {4, 9}, {1, 5}});
    expect_joined(scratch.path());
}

TEST(H5Join, AcceptsFilesWithoutRows) {
    const ScratchFolder scratch;
    join_pieces(scratch.path(), {{0, 1}, {2, 3}, {0, 7}, {2, 0}});
    expect_joined(scratch.path());
    const ScratchFolder nothing;
    join_pieces(nothing.path(), {{0, 1}, {0, 1}});
    expect_joined(nothing.path());
}

TEST(H5Join, AcceptsTablesOfManyChunks) {
    const ScratchFolder scratch;
    join_pieces(scratch.path(), {{20000, 3}, {1, 2}, {50000, 1}});
    expect_joined(scratch.path());
}

TEST(H5Join, GivesTheSameBytesInAnyFolder) {
    const ScratchFolder a, b;
    join_pieces(a.path(), {{30, 2}, {400, 9}});
    join_pieces(b.path(), {{30, 2}, {400, 9}});
    EXPECT_EQ(sha256_of_file(a.path() / "all.h5"), sha256_of_file(b.path() / "all.h5"));
}

} // namespace
} // namespace ecgpress
