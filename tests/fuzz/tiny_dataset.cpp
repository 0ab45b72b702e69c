#include "tiny_dataset.hpp"

#include <cmath>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/digest.hpp"
#include "core/file.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_log.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "dataset/shard/stored_items.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"

namespace ecgpress::fuzz {

namespace {

constexpr int k_width_px = 48, k_height_px = 32;

std::string tiny_config() {
    return effective_config(
        parse_config("source: {kind: simulated}\nshard: {pages: 1}\n"
                     "pages: [{name: demo, layouts: [3x1], count: {train: 1}, "
                     "mask: {visible: true, overlap: true}, "
                     "datasets: [digitization, detection, segmentation, overlap]}]\n",
                     "tiny", {}));
}

/// A trace of 20 samples, two pixels apart, starting at (4, y).
LeadSample tiny_lead(Lead lead, double baseline_y_px) {
    LeadSample sample;
    LeadRow& row = sample.row;
    row.lead = lead;
    row.number = static_cast<int>(index_of(lead));
    row.first_x_px = 4;
    row.baseline_y_px = baseline_y_px;
    row.px_per_s = 1000;
    row.px_per_mv = 4;
    row.line_width_px = row.mask_line_width_px = 2;
    row.sample_count = 20;
    row.crop_px = {3, static_cast<int>(baseline_y_px) - 4, 42, 9};
    row.box_px = row.visible_box_px = row.ink_px = {3, baseline_y_px - 4, 45, baseline_y_px + 5};
    row.name_box_px = {4, baseline_y_px - 8, 12, baseline_y_px - 4};
    row.other_ink_px = 1;
    std::vector<double> signal_mv;
    Image mask(row.crop_px.width, row.crop_px.height, 1);
    for (int i = 0; i < 20; ++i) {
        signal_mv.push_back(i == 7 ? std::nan("") : 0.25 * (i % 3));
        const bool gap = std::isnan(signal_mv.back());
        const auto x = static_cast<float>(4 + 2 * i),
                   y = static_cast<float>(baseline_y_px - 4 * signal_mv.back());
        sample.truth.sample_x_px.push_back(gap ? std::nanf("") : x);
        sample.truth.sample_y_px.push_back(y);
        sample.truth.sample_flags.push_back(gap ? 0 : 15);
        sample.truth.column_y_px.push_back(y);
        sample.truth.column_steep.push_back(0);
        if (!gap) mask.row(static_cast<int>(y) - row.crop_px.y)[2 * i + 1] = 255;
    }
    sample.truth.first_column = 4;
    row.target_ink_px = 19;
    sample.signal_json = signal_json(signal_mv);
    sample.signal_mv.assign(signal_mv.begin(), signal_mv.end());
    sample.crop_png = encode_png(Image(row.crop_px.width, row.crop_px.height, 3));
    sample.mask_png = sample.visible_png = encode_png(mask);
    sample.mask_bmp = encode_mask_bmp(mask);
    return sample;
}

} // namespace

Sample tiny_sample() {
    Sample sample;
    PageRow& row = sample.row;
    row.group = "demo";
    row.layout = "3x1";
    row.record = "sim00000";
    row.patient = "0";
    row.rows = 3;
    row.columns = 1;
    row.width_px = k_width_px;
    row.height_px = k_height_px;
    row.page_width_mm = 12;
    row.page_height_mm = 8;
    row.dpi = 101.6;
    row.px_per_mm = 4;
    row.paper_speed_mm_per_s = 250;
    row.gain_mm_per_mv = 1;
    row.rate_hz = 500;
    row.gap_samples = 2;
    row.datasets = DatasetSet::from_bits(15);
    sample.plan_json = "{}";
    sample.leads = {tiny_lead(Lead::I, 10), tiny_lead(Lead::II, 20)};
    sample.yolo = "0 0.500000 0.328125 0.875000 0.281250\n1 0.166667 0.125000 0.166667 0.125000\n"
                  "0 0.500000 0.640625 0.875000 0.281250\n2 0.166667 0.437500 0.166667 0.125000\n";
    sample.image_jpeg = encode_jpeg(Image(k_width_px, k_height_px, 3), {}, row.dpi);
    sample.overlap_png = encode_png(Image(k_width_px, k_height_px, 1));
    auto warp = std::make_shared<Lattice>(k_width_px, k_height_px);
    for (int y = 0; y < warp->rows(); ++y)
        for (int x = 0; x < warp->columns(); ++x) warp->set(x, y, {16.0 * x, 16.0 * y});
    sample.warp = warp;
    sample.pulses_px.assign(k_pulse_corners, {1, 2});
    set_checksums(sample);
    return sample;
}

void write_tiny_shard(const fs::path& path) {
    ShardHeader header;
    header.version = "0";
    header.fingerprint = std::string(64, 'a');
    header.config = tiny_config();
    header.page_count = 1;
    ShardWriter writer(path, header);
    writer.add(tiny_sample());
    writer.add(Failure{0, "sim00001", "lead II is flat", true});
    writer.commit();
}

void write_tiny_release(const fs::path& folder) {
    const Sample sample = tiny_sample();
    PageSelection selection;
    selection.digitization = selection.detection = true;
    selection.segmentation = {true, true};
    selection.overlap = {OverlapSet::with_overlap, OverlapSet::with_overlap};
    make_folder(folder);
    const auto writer = find_release_format("folder").open(folder, {});
    ReleaseIndex tables(folder);
    const std::vector<LeadRow> rows{sample.leads[0].row, sample.leads[1].row};
    const IndexedPage page{sample.row, rows, selection, 0, {}};
    writer->index_page(page);
    tables.add(page, *writer);
    std::vector<WrittenFile> files = tables.finish();
    for (auto& written : {writer->finish({}), writer->write_page(sample, selection)})
        files.insert(files.end(), written.begin(), written.end());
    ReleaseSummary summary;
    summary.config = tiny_config();
    const std::string log = logs_json("folder", summary, tables.tally());
    write_file(folder / "logs.json", log);
    files.push_back({"logs.json", sha256_of(log)});
    MerkleTree tree;
    std::string sums;
    for (const WrittenFile& file : files) {
        sums += file.sha256 + "  " + file.path + "\n";
        tree.add(file.sha256 + "  " + file.path + "\n");
    }
    const std::string digest = digest_json({tree.leaves(), tree.root(), ""});
    write_file(folder / "digest.json", digest);
    write_file(folder / "SHA256SUMS", sums + sha256_of(digest) + "  digest.json\n");
}

} // namespace ecgpress::fuzz
