// What was read of a source's files is used again for the same files only.
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "signal/files/source_listing.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "signal/sources/list.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

/// Everything that a source says without its samples.
std::string described(const RecordSource& source) {
    std::string text = source.fingerprint();
    for (std::size_t i = 0; i < source.catalogue().size(); ++i) {
        const RecordInfo& info = source.catalogue()[i];
        const RecordFacts facts = source.about(i).facts;
        text += concat("\n", info.name, " ", info.patient, " ", facts.age, " ", facts.sex, " ",
                       facts.dx, " ", join({info.classes.begin(), info.classes.end()}, "+"));
    }
    return text;
}

class ListedRecords : public ::testing::Test {
  protected:
    ListedRecords() {
        write_simulated_ptbxl(root(), 5, 4);
        const std::string header = read_file(file("00001_hr.hea"));
        write_file(file("00001_hr.hea"),
                   header + "# Age: 47\n# Sex: F\n# Dx: 426783006,AF\n# patient: 17\n");
        write_file(file("segments.hea"), "segments/1 12 500 5000\n00004_hr 5000\n");
        write_file(file("wrong.hea"), "this is no header\n");
        settings_.kind = "wfdb";
        settings_.path = root();
    }

    fs::path root() const { return folder_.path() / "source"; }
    fs::path file(const std::string& name) const { return root() / "records500/00000" / name; }
    fs::path place() const { return folder_.path() / "listing.bin"; }

    std::unique_ptr<RecordSource> open(const std::string& digest = "") const {
        SourceSettings settings = settings_;
        settings.listing = {place(), digest};
        return open_source(settings);
    }
    std::string without_listing() const { return described(*open_source(settings_)); }

    /// Makes the listing. Files must be some seconds old for it.
    std::string make() const {
        std::this_thread::sleep_for(std::chrono::milliseconds(3100));
        const auto source = open();
        EXPECT_FALSE(source->listing().content.empty());
        write_file(place(), source->listing().content);
        return source->listing().digest;
    }
    void expect_used(const std::string& digest) const {
        const auto source = open();
        EXPECT_EQ(source->listing().digest, digest);
        EXPECT_TRUE(source->listing().content.empty());
        EXPECT_EQ(described(*source), without_listing());
    }
    void expect_not_used(const std::string& change) const {
        const auto source = open();
        const bool is_used = !source->listing().digest.empty() && source->listing().content.empty();
        EXPECT_FALSE(is_used) << change;
        EXPECT_EQ(described(*source), without_listing()) << change;
    }

    ScratchFolder folder_;
    SourceSettings settings_;
};

TEST_F(ListedRecords, AreThoseOfTheFilesWhateverChanges) {
    EXPECT_TRUE(open()->listing().content.empty()) << "a file changed in this moment";
    const std::string digest = make();
    expect_used(digest);
    // Another rank, which knows the digest.
    EXPECT_EQ(described(*open(digest)), without_listing());
    EXPECT_EQ(open(digest)->listing().digest, digest);
    EXPECT_NE(open(std::string(64, '0'))->listing().digest, std::string(64, '0'));

    write_file(file("00000_hr.hea"), read_file(file("00002_hr.hea")));
    expect_not_used("a record was added");
    fs::remove(file("00000_hr.hea"));
    expect_used(digest);
    const std::string samples = read_file(file("00002_hr.dat"));
    write_file(file("00002_hr.dat"), samples + samples);
    expect_not_used("a signal file has another size");
    write_file(file("00002_hr.dat"), samples);
    expect_used(digest);
    settings_.follow_links = FollowedLinks::all;
    expect_not_used("another setting");
    settings_.follow_links = FollowedLinks::inside;
    settings_.patient_from = "comment";
    settings_.exclude.names = {"records500/00000/00002_hr", "records500/00000/00003_hr",
                               "records500/00000/segments"};
    for (const char* name : {"00001_lr", "00002_lr", "00003_lr", "00004_lr"})
        settings_.exclude.names.push_back(concat("records100/00000/", name));
    expect_not_used("patients are needed");
    settings_.patient_from.clear();
    expect_used(digest); // whatever is excluded
    settings_.exclude.names.clear();

    // The same size and the same time of the last change, as copies have.
    struct stat before {};
    ASSERT_EQ(::stat(file("00001_hr.hea").c_str(), &before), 0);
    std::string header = read_file(file("00001_hr.hea"));
    header.replace(header.find("Age: 47"), 7, "Age: 48");
    write_file(file("00001_hr.hea"), header);
    const timespec times[] = {before.st_atim, before.st_mtim};
    ASSERT_EQ(::utimensat(AT_FDCWD, file("00001_hr.hea").c_str(), times, 0), 0);
    expect_not_used("a header has another age");
}

TEST_F(ListedRecords, AreNotThoseOfADamagedOrMissingFile) {
    const std::string digest = make();
    const std::string content = read_file(place());
    fs::remove(file("00003_hr.hea"));
    expect_not_used("a record is missing");
    for (const std::string& text :
         {std::string(), content.substr(0, content.size() / 2), content + "x",
          "x" + content.substr(1), std::string(100'000, '\xff')}) {
        write_file(place(), text);
        expect_not_used("damaged");
        EXPECT_EQ(described(*open(digest)), without_listing());
    }
    fs::remove(place());
    fs::create_directory(place());
    expect_not_used("a folder");
    fs::remove(place());
    ASSERT_EQ(::mkfifo(place().c_str(), 0600), 0);
    expect_not_used("a pipe");
}

std::string signed_again(std::string content) {
    content.resize(content.size() - 64);
    return content + sha256_of(content);
}

/// Reads a listing to its end. @return false if it is refused
bool can_read(const fs::path& file) {
    auto reader = ListingReader::open(file, "subject");
    if (!reader) return false;
    try {
        for (std::size_t count = 0; reader->next(); ++count) EXPECT_LT(count, 1000U);
    } catch (const DataError&) {
        return false;
    }
    return true;
}

TEST(ListingFile, IsRefusedIfAnyByteIsWrongAndBoundedIfItIsForged) {
    const ScratchFolder folder;
    const fs::path file = folder.path() / "listing";
    ListingWriter writer("subject");
    const std::vector<ListedFile> files = {
        {"a/b", {"b.dat", "c.dat"}, "content"}, {"a/bc", {}, ""}, {"z", {}, std::string(300, 'y')}};
    for (const ListedFile& one : files) writer.add(one);
    const std::string digest(64, 'd'),
        content = writer.finish({digest, digest, std::string(64, 'e')});
    write_file(file, content);
    auto reader = ListingReader::open(file, "subject");
    ASSERT_TRUE(reader);
    for (const ListedFile& one : files) {
        const auto read = reader->next();
        ASSERT_TRUE(read);
        EXPECT_EQ(std::tie(read->name, read->others, read->content),
                  std::tie(one.name, one.others, one.content));
    }
    EXPECT_FALSE(reader->next());
    EXPECT_EQ(reader->end().sample, std::string(64, 'e'));
    EXPECT_EQ(reader->digest(), listing_digest(content));
    EXPECT_FALSE(ListingReader::open(file, "other subject"));
    for (std::size_t at = 0; at < content.size(); ++at) {
        write_file(file, content.substr(0, at));
        EXPECT_FALSE(can_read(file)) << at;
        for (const char flip : {'\x01', '\x80'}) {
            std::string damaged = content;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            write_file(file, damaged);
            EXPECT_FALSE(can_read(file)) << at;
            if (at + 64 >= content.size()) continue;
            write_file(file, signed_again(damaged));
            can_read(file); // whatever it is: it ends
        }
    }
    // Names and files beside them stay inside the source.
    for (const ListedFile& one : {ListedFile{"../a", {}, ""}, ListedFile{"/a", {}, ""},
                                  ListedFile{"a", {"../../b"}, ""}, ListedFile{"a\nb", {}, ""}}) {
        ListingWriter forged("subject");
        forged.add(one);
        write_file(file, forged.finish({digest, digest, digest}));
        EXPECT_FALSE(can_read(file)) << one.name;
    }
}

} // namespace
} // namespace ecgpress
