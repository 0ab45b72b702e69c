#include "source_seeds.hpp"

#include <FLAC/stream_encoder.h>
#include <cstdint>
#include <hdf5.h>
#include <vector>

#include "core/lead.hpp"
#include "core/strings.hpp"

namespace ecgpress::fuzz {
namespace {

std::string little_endian(std::uint64_t value, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
}

std::string element(std::uint32_t tag, const char* vr, std::string value) {
    if (value.size() % 2 != 0) value += vr[0] == 'O' || vr[0] == 'U' ? '\0' : ' ';
    const bool is_long = vr[0] == 'O' || std::string(vr) == "SQ";
    return little_endian(tag >> 16U, 2) + little_endian(tag & 0xffffU, 2) + vr +
           (is_long ? std::string(2, '\0') : "") + little_endian(value.size(), is_long ? 4 : 2) +
           value;
}

std::string sequence(std::uint32_t tag, const std::vector<std::string>& items, bool has_lengths) {
    const std::string item_tag = little_endian(0xe000fffe, 4), open(4, '\xff');
    std::string value;
    for (const std::string& item : items)
        value += has_lengths
                     ? item_tag + little_endian(item.size(), 4) + item
                     : item_tag + open + item + little_endian(0xe00dfffe, 4) + std::string(4, '\0');
    if (has_lengths) return element(tag, "SQ", value);
    return little_endian(tag >> 16U, 2) + little_endian(tag & 0xffffU, 2) + "SQ" +
           std::string(2, '\0') + open + value + little_endian(0xe0ddfffe, 4) +
           std::string(4, '\0');
}

std::string number(std::uint32_t tag, std::uint64_t value, bool is_long = false) {
    return element(tag, is_long ? "UL" : "US", little_endian(value, is_long ? 4 : 2));
}

} // namespace

std::string dicom_seed(bool has_lengths) {
    constexpr int k_codes[] = {1, 2, 61, 62, 63, 64, 3, 4, 5, 6, 7, 8};
    constexpr std::size_t k_samples = 60;
    std::vector<std::string> channels;
    for (const int code : k_codes)
        channels.push_back(sequence(0x003a0208,
                                    {element(0x00080100, "SH", concat("5.6.3-9-", code)) +
                                     element(0x00080104, "LO", "Lead")},
                                    has_lengths) +
                           element(0x003a0210, "DS", "4.88") +
                           sequence(0x003a0211, {element(0x00080100, "SH", "uV")}, has_lengths) +
                           element(0x003a0212, "DS", "1") + element(0x003a0213, "DS", "0") +
                           element(0x003a0215, "DS", "0"));
    std::string samples;
    for (std::size_t i = 0; i < k_samples * channels.size(); ++i)
        samples += little_endian(i * 37 % 1000, 2);
    const std::string group =
        element(0x00181068, "DS", "0") + element(0x003a0004, "CS", "ORIGINAL") +
        number(0x003a0005, channels.size()) + number(0x003a0010, k_samples, true) +
        element(0x003a001a, "DS", "500") + sequence(0x003a0200, channels, has_lengths) +
        number(0x54001004, 16) + element(0x54001006, "CS", "SS") +
        element(0x5400100a, "OW", little_endian(0x8000, 2)) + element(0x54001010, "OW", samples);
    return std::string(128, '\0') + "DICM" + element(0x00020010, "UI", "1.2.840.10008.1.2.1") +
           element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.9.1.1") +
           element(0x00100020, "LO", "17") + element(0x00101010, "AS", "045Y") +
           sequence(0x54000100, {group}, has_lengths);
}

std::string aecg_seed(const std::string& times) {
    const bool is_relative = times == "TIME_RELATIVE";
    std::string text = concat(
        "<AnnotatedECG xmlns=\"urn:hl7-org:v3\"><effectiveTime><low value=\"20210304\"/>"
        "</effectiveTime><component><series><code code=\"RHYTHM\"/><component><sequenceSet>"
        "<component><sequence><code code=\"",
        times, "\"/><value><head value=\"", is_relative ? "0\" unit=\"s" : "20210304101112.5",
        "\"/><increment value=\"2\" unit=\"ms\"/></value></sequence></component>");
    for (const Lead lead : all_leads()) {
        text += concat("<component><sequence><code code=\"MDC_ECG_LEAD_", name_of(lead),
                       "\"/><value><origin value=\"0\" unit=\"uV\"/><scale value=\"5\" "
                       "unit=\"uV\"/><digits>");
        for (int i = 0; i < 30; ++i) text += concat(i * 37 % 100 - 50, " ");
        text += "</digits></value></sequence></component>";
    }
    return text + "</sequenceSet></component></series></component></AnnotatedECG>";
}

std::string flac_seed(unsigned channels, unsigned bits) {
    constexpr unsigned k_samples = 300;
    std::string stream;
    FLAC__StreamEncoder* encoder = FLAC__stream_encoder_new();
    FLAC__stream_encoder_set_channels(encoder, channels);
    FLAC__stream_encoder_set_bits_per_sample(encoder, bits);
    FLAC__stream_encoder_set_sample_rate(encoder, 96000);
    FLAC__stream_encoder_set_blocksize(encoder, 128);
    const auto write = [](const FLAC__StreamEncoder*, const FLAC__byte* bytes, std::size_t count,
                          std::uint32_t, std::uint32_t, void* to) {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
        return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
    };
    FLAC__stream_encoder_init_stream(encoder, write, nullptr, nullptr, nullptr, &stream);
    std::vector<FLAC__int32> samples(std::size_t{k_samples} * channels);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<FLAC__int32>(i * 37 % 100) - 50;
    FLAC__stream_encoder_process_interleaved(encoder, samples.data(), k_samples);
    FLAC__stream_encoder_finish(encoder);
    FLAC__stream_encoder_delete(encoder);
    return stream;
}

void write_hdf5_seed(const fs::path& path, bool has_chunks) {
    const hsize_t shape[] = {2, 50, 12}, chunk[] = {1, 20, 12};
    std::vector<float> values(2 * 50 * 12);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i * 37 % 100) / 50 - 1;
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                space = H5Screate_simple(3, shape, nullptr), list = H5Pcreate(H5P_DATASET_CREATE);
    if (has_chunks) {
        H5Pset_chunk(list, 3, chunk);
        H5Pset_shuffle(list);
        H5Pset_deflate(list, 6);
        H5Pset_fletcher32(list);
    }
    const hid_t dataset =
        H5Dcreate2(file, "tracings", H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT);
    H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(dataset);
    H5Pclose(list);
    H5Sclose(space);
    H5Fclose(file);
}

} // namespace ecgpress::fuzz
