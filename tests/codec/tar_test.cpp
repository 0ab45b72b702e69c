// Tar archives are checked with Python's tarfile and against the published layout (POSIX, pax,
// "ustar Interchange Format").
#include <gtest/gtest.h>

#include "codec/tar.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "support/pil.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

std::string content(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i * 37 + size);
    return text;
}

const std::vector<std::size_t> k_sizes{0, 1, 511, 512, 513, 10240, 3000001};

struct Made {
    TarFile file;
    std::vector<std::uint64_t> begins;
};

/// An archive `x.tar` with members "folder/N.of.SIZE"; those with odd N come from files on disk.
Made make(const fs::path& folder) {
    TarWriter tar(folder / "x.tar", WithMd5::yes);
    Made made;
    for (std::size_t i = 0; i < k_sizes.size(); ++i) {
        const std::string name = concat("folder/", i, ".of.", k_sizes[i]),
                          text = content(k_sizes[i]);
        write_file(folder / "piece", text);
        made.begins.push_back(i % 2 == 0 ? tar.add(name, text)
                                         : tar.add_file(name, folder / "piece"));
    }
    made.file = tar.finish();
    return made;
}

TEST(Tar, IsReadByPython) {
    const ScratchFolder scratch;
    make(scratch.path());
    run_python(scratch.path(),
               "import tarfile\n"
               "members = tarfile.open('x.tar', 'r:').getmembers()\n"
               "assert [m.size for m in members] == [0, 1, 511, 512, 513, 10240, 3000001]\n"
               "for i, m in enumerate(members):\n"
               "    assert m.name == f'folder/{i}.of.{m.size}' and m.isreg(), m\n"
               "    assert (m.mtime, m.uid, m.gid, m.mode, m.uname, m.gname) == "
               "(0, 0, 0, 0o644, '', ''), m\n"
               "    data = tarfile.open('x.tar').extractfile(m.name).read()\n"
               "    assert data == bytes((i * 37 + m.size) % 256 for i in range(m.size)), m\n");
}

TEST(Tar, FollowsThePublishedLayout) {
    const ScratchFolder scratch;
    const Made made = make(scratch.path());
    const std::string bytes = read_file(scratch.path() / "x.tar");
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < k_sizes.size(); ++i) {
        const std::string head = bytes.substr(at, 512);
        EXPECT_EQ(head.substr(100, 6), "000644");
        EXPECT_EQ(std::stoull(head.substr(124, 11), nullptr, 8), k_sizes[i]);
        EXPECT_EQ(std::stoull(head.substr(136, 11), nullptr, 8), 0U); // time
        EXPECT_EQ(head.substr(156, 1), "0");                          // a regular file
        EXPECT_EQ(head.substr(257, 8), std::string("ustar\0"
                                                   "00",
                                                   8));
        unsigned sum = 8 * ' ';
        for (std::size_t k = 0; k < 512; ++k)
            sum += k >= 148 && k < 156 ? 0 : static_cast<unsigned char>(head[k]);
        EXPECT_EQ(std::stoul(head.substr(148, 6), nullptr, 8), sum);
        EXPECT_EQ(made.begins[i], at + 512);
        EXPECT_TRUE(bytes.substr(at + 512, k_sizes[i]) == content(k_sizes[i]));
        at += TarWriter::member_size(k_sizes[i]);
    }
    EXPECT_EQ(bytes.size(), TarWriter::archive_size(at));
    EXPECT_EQ(bytes.find_first_not_of('\0', at), std::string::npos);
    EXPECT_EQ(made.file.size, bytes.size());
    EXPECT_EQ(made.file.sha256, sha256_of(bytes));
    Md5 md5;
    md5.update(bytes);
    EXPECT_EQ(made.file.md5, md5.finish());
}

TEST(Tar, IsDeterministic) {
    const ScratchFolder a, b;
    make(a.path());
    make(b.path());
    EXPECT_EQ(sha256_of_file(a.path() / "x.tar"), sha256_of_file(b.path() / "x.tar"));
}

TEST(Tar, ReportsWhatItCannotReadOrWrite) {
    const ScratchFolder scratch;
    TarWriter tar(scratch.path() / "x.tar");
    try {
        tar.add_file("a", scratch.path() / "missing");
        FAIL();
    } catch (const IoError& error) {
        EXPECT_NE(std::string(error.what()).find("missing"), std::string::npos);
    }
    EXPECT_THROW(TarWriter(scratch.path() / "no" / "x.tar"), IoError);
    EXPECT_THROW(tar.add(std::string(300, 'n'), ""), IoError); // too long for ustar
    EXPECT_THROW(TarWriter("/dev/full"), Error);
    EXPECT_THROW(TarWriter(scratch.path() / "x.tar"), IoError) << "it exists";
}

} // namespace
} // namespace ecgpress
