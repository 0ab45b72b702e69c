// Writes the initial corpora of the harnesses with the program's own writers: seeds FOLDER
// CONFIG...
#include <cstdio>
#include <vector>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/strings.hpp"
#include "dataset/shard/truth_file.hpp"
#include "harness.hpp"
#include "signal/files/listing_file.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "signal/wfdb/wfdb_formats.hpp"
#include "source_seeds.hpp"
#include "tiny_dataset.hpp"

namespace {

using namespace ecgpress;

struct Corpora {
    fs::path root;

    void add(const std::string& harness, const std::string& name, std::string_view input) const {
        make_folder(root / harness);
        write_file(root / harness / name, input);
    }
    void add(const std::string& harness, const std::string& name, const Bytes& input) const {
        add(harness, name,
            std::string_view(reinterpret_cast<const char*>(input.data()), input.size()));
    }
};

std::string joined(const std::vector<std::string>& files) {
    return join(files, fuzz::k_cut);
}

/// Two leads of 50 samples in one file of arbitrary bits, which are valid samples in every format.
std::string any_samples(const WfdbFormat& format, std::size_t frames) {
    std::string bytes(wfdb_bytes_of(format, 2 * frames), '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(37 * i + i / 3);
    return bytes;
}

std::string two_leads(const std::string& name, int format, const std::string& record_line) {
    // A checksum of 0 without a length is a placeholder.
    const std::string storage = concat(name, ".dat ", format, " 1000(0)/mV 16 0 0 0 0 ");
    return concat(record_line, "\n", storage, "I\n", storage, "V2\n# a comment\n");
}

void add_wfdb(const Corpora& corpora) {
    for (const int number : {8, 16, 24, 32, 61, 80, 160, 212, 310, 311}) {
        const std::string header = two_leads("r", number, "r 2 500"), name = concat(number);
        corpora.add("wfdb_header", name, header);
        corpora.add("wfdb_record", name,
                    joined({header, any_samples(*find_wfdb_format(number), 50)}));
    }
    const std::string samples = any_samples(*find_wfdb_format(16), 50);
    const std::string fixed = "r/2 2 500 100\ns 50\ns 50\n",
                      variable = "r/4 2 500 120\ns 0\n~ 20\ns 50\ns 50\n",
                      skewed = "r 2 250/1000(5) 50 12:00:00 01/02/2003\n"
                               "r.dat 16x2:3+4 200.5(-7)/uV 12 1 2 -3 0 aVR\n"
                               "r.dat 16x2:1+4 1e2/V 12 1 2 17 0 nothing\n";
    for (const std::string& header : {fixed, variable, skewed})
        corpora.add("wfdb_header", concat("of ", header.size()), header);
    const std::string segment = two_leads("s", 16, "s 2 500 50");
    corpora.add("wfdb_record", "fixed", joined({fixed, "", segment, samples}));
    corpora.add("wfdb_record", "variable", joined({variable, "", segment, samples}));
    corpora.add("wfdb_record", "skewed", joined({skewed, "    " + samples + samples}));
}

/// A file of WFDB annotations: times are steps.
std::string annotation_file(std::initializer_list<std::pair<int, int>> codes_and_times) {
    std::string file;
    for (const auto& [code, time] : codes_and_times) {
        const int word = code << 10 | time;
        file += {static_cast<char>(word & 0xff), static_cast<char>(word >> 8)};
    }
    return file;
}

void add_annotations(const Corpora& corpora) {
    const std::string end(2, '\0'),
        text = annotation_file({{22, 0}, {63, 24}}) + "## time resolution: 1000",
        skip = annotation_file({{59, 0}}) + std::string("\xff\xff\xff\xff\1\0", 6),
        note = annotation_file({{22, 700}, {63, 6}}) + "R peak";
    const std::string wave = annotation_file({{39, 900}, {24, 20}, {40, 20}, {39, 50}, {1, 20}}) +
                             annotation_file({{61, 2}, {60, 1}, {40, 20}, {39, 60}, {27, 90}}),
                      channel = annotation_file({{1, 1000}, {62, 2}, {5, 800}, {62, 0}, {40, 9}});
    corpora.add("annotations", "waves", wave + wave + end);
    corpora.add("annotations", "channels", channel + channel + wave + end);
    corpora.add("annotations", "notes", text + skip + note + note + end);
    corpora.add("annotations", "leads",
                joined({wave + channel + end, channel + note + wave + end}));
}

void add_listing(const Corpora& corpora) {
    ListingWriter writer("fuzz");
    for (const char* name : {"a/r1", "a/r10", "b/r2"})
        writer.add({name, {"r.dat", "r2.dat"}, "12\nvalid\nfemale\nAF;0\n"});
    const std::string digest(64, '0');
    const std::string content = writer.finish({digest, digest, digest});
    corpora.add("listing", "three", content.substr(0, content.size() - digest.size()));
}

void add_simulated(const Corpora& corpora) {
    const fs::path tree = fuzz::folder() / "ptb-xl";
    write_simulated_ptbxl(tree, 1, 3);
    corpora.add("csv", "table", read_file(tree / "ptbxl_database.csv"));
    corpora.add("csv", "quoted", "ecg_id,\"a,\"\"b\"\"\n\",strat_fold\r\n1,\"x\ny\",3\r\n");
    for (const auto& entry : fs::recursive_directory_iterator(tree / "records100"))
        if (entry.path().extension() == ".hea")
            corpora.add("wfdb_record", entry.path().stem().string(),
                        joined({read_file(entry.path()),
                                read_file(fs::path(entry.path()).replace_extension(".dat"))}));
}

void add_npy(const Corpora& corpora) {
    for (const auto& [type, size] : {std::pair{"<f4", 4}, std::pair{"<f8", 8}}) {
        std::string header =
            concat("{'descr': '", type, "', 'fortran_order': False, 'shape': (2, 5, 12), }");
        header.append(127 - 10 - header.size(), ' ').append("\n");
        std::string data(static_cast<std::size_t>(2 * 5 * 12 * size), '\x3f');
        corpora.add("npy", concat(type, "-1"),
                    std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' +
                        header + data);
        corpora.add("npy", concat(type, "-2"),
                    std::string("\x93NUMPY\x02\x00", 8) + static_cast<char>(header.size()) +
                        std::string(3, '\0') + header + data);
    }
}

/// What other programs write.
void add_sources(const Corpora& corpora) {
    for (const bool has_lengths : {false, true})
        corpora.add("dicom", has_lengths ? "lengths" : "marks", fuzz::dicom_seed(has_lengths));
    for (const char* times : {"TIME_ABSOLUTE", "TIME_RELATIVE"})
        corpora.add("aecg", times, fuzz::aecg_seed(times));
    for (const unsigned bits : {8U, 16U, 24U})
        for (const unsigned channels : {1U, 2U, 8U})
            corpora.add("flac", concat(bits, "-", channels), fuzz::flac_seed(channels, bits));
    corpora.add("wfdb_record", "flac",
                joined({two_leads("r", 516, "r 2 500 300"), fuzz::flac_seed(2, 16)}));
    for (const bool has_chunks : {false, true}) {
        const fs::path file = fuzz::folder() / "seed.h5";
        fuzz::write_hdf5_seed(file, has_chunks);
        corpora.add("hdf5_file", has_chunks ? "chunks" : "piece", read_file(file));
    }
    // A zlib stream of 16 zeros: one stored block, and its checksum.
    const std::string stream(
        "\x78\x01\x01\x10\0\xef\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\x01", 27);
    for (const char filters : {'\1', '\6', '\11'})
        corpora.add("hdf5_values", concat(int{filters}),
                    std::string{filters, '\4', '\1', '\1'} + stream);
    corpora.add("hdf5_values", "axes", std::string(4, '\0') + "record,time,lead");
}

void add_configs(const Corpora& corpora, const std::vector<fs::path>& configs) {
    for (const fs::path& config : configs)
        corpora.add("config", config.filename().string(), read_file(config));
    corpora.add("config", "aliases", "a: &a [1, 2]\nb: &b [*a, *a]\nseed: 1\npages: [*b, *b]\n");
}

void add_dataset(const Corpora& corpora) {
    const Sample page = fuzz::tiny_sample();
    const LeadSample& lead = page.leads.front();
    corpora.add("images", "crop", lead.crop_png);
    corpora.add("images", "mask", lead.mask_png);
    corpora.add("images", "binary", lead.mask_bmp);
    corpora.add("images", "page", page.image_jpeg);
    corpora.add("images", "grey", encode_jpeg(Image(9, 7, 1), {50, ChromaSubsampling::none}, 100));
    corpora.add("truth", "warped", truth_npz(page));
    Sample flat = page;
    flat.warp = nullptr;
    corpora.add("truth", "flat", truth_npz(flat));
    corpora.add("labels", "yolo", page.yolo);
    corpora.add("labels", "signal", lead.signal_json);
    const fs::path shard = fuzz::folder() / "tiny.h5", release = fuzz::folder() / "release";
    fuzz::write_tiny_shard(shard);
    for (const char changes :
         {'\0', '\3', '\4', '\5', '\6', '\7'}) // one change of each type: see shard_content.cpp
        corpora.add("shard_content", concat(int{changes}),
                    std::string(1, changes) + std::string("\5\0\0\4\0abcd", 9));
    corpora.add("shard_content", "none", "");
    corpora.add("shard_file", "tiny", read_file(shard));
    fuzz::write_tiny_release(release);
    std::vector<std::string> tables;
    for (const char* table : fuzz::k_tables) tables.push_back(read_file(release / table));
    corpora.add("release", "tiny", joined(tables));
}

} // namespace

int main(int count, char** arguments) {
    if (count < 2) return std::fputs("usage: seeds FOLDER CONFIG...\n", stderr), 2;
    const Corpora corpora{arguments[1]};
    make_folder(corpora.root);
    add_wfdb(corpora);
    add_annotations(corpora);
    add_listing(corpora);
    add_simulated(corpora);
    add_npy(corpora);
    add_sources(corpora);
    add_configs(corpora, {arguments + 2, arguments + count});
    add_dataset(corpora);
    return 0;
}
