#include "signal/sources/prepared_source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/random.hpp"
#include "core/strings.hpp"
#include "signal/derived_leads.hpp"
#include "signal/heart_rate.hpp"
#include "signal/patients.hpp"

namespace ecgpress {

namespace {

/// Windows of recordings as records of a catalogue: the n-th one of each n consecutive entries.
class Windows {
  public:
    explicit Windows(const SourceSettings& settings)
        : length_s_(settings.window_s),
          per_record_(settings.window_s > 0 ? settings.windows_per_record : 1),
          seed_(settings.seed) {}

    bool are_used() const { return length_s_ > 0; }
    std::size_t recording_of(std::size_t position) const { return position / per_record_; }

    /// Replaces each recording by its windows. Their names are those of the recording with
    /// "_window_1" and so on, if there are several. They have the same patient.
    std::vector<RecordInfo> catalogue(const std::vector<RecordInfo>& recordings) const {
        if (per_record_ == 1) return recordings;
        std::vector<RecordInfo> windows;
        windows.reserve(recordings.size() * per_record_);
        for (const RecordInfo& recording : recordings)
            for (std::size_t i = 1; i <= per_record_; ++i) {
                windows.push_back(recording);
                windows.back().name = concat(recording.name, "_window_", i);
            }
        return windows;
    }

    /// Windows are in equal shares of the recording, each at a random position in its share.
    RecordPart part(std::size_t position, const std::string& recording) const {
        const std::size_t share = position % per_record_;
        const double shares = static_cast<double>(per_record_),
                     place = Rng(seed_, share, "window of " + recording).uniform();
        const double below_1 = std::nextafter(1.0, 0.0); // the sum may be rounded up
        // The margin shows whether equal samples at an end of a window are a part of padding.
        constexpr double k_margin_s = 1;
        return {length_s_, std::min((static_cast<double>(share) + place) / shares, below_1),
                k_margin_s};
    }

  private:
    double length_s_;
    std::size_t per_record_;
    std::uint64_t seed_;
};

class PreparedSource final : public RecordSource {
  public:
    PreparedSource(std::unique_ptr<RecordSource> source, const SourceSettings& settings)
        : source_(std::move(source)), patients_(settings), windows_(settings),
          derive_leads_(settings.derive_leads) {
        if (patients_.is_empty() && !windows_.are_used()) return;
        recordings_ = source_->catalogue();
        if (!patients_.is_empty()) patients_.name_patients(recordings_);
        catalogue_ = windows_.catalogue(recordings_);
    }

    const std::vector<RecordInfo>& catalogue() const override {
        return catalogue_.empty() ? source_->catalogue() : catalogue_;
    }

    Record read(std::size_t position) const override {
        const std::size_t recording = windows_.recording_of(position);
        Record record =
            windows_.are_used()
                ? source_->read_part(recording,
                                     windows_.part(position, recordings_.at(recording).name))
                : source_->read(recording);
        record.name = catalogue().at(position).name;
        remove_padding(record);
        if (record.inside) cut_to(record, *std::exchange(record.inside, std::nullopt));
        if (derive_leads_) derive_limb_leads(record);
        return record;
    }

    RecordBeats beats(std::size_t position, const Record& record) const override {
        RecordBeats beats = source_->beats(windows_.recording_of(position), record);
        if (beats.source.empty()) return detected_beats(record);
        const double first = std::round(record.start_s * record.rate_hz);
        cut_to(beats, {static_cast<std::size_t>(first), record.sample_count()});
        return beats;
    }

    AboutRecord about(std::size_t position) const override {
        const std::size_t recording = windows_.recording_of(position);
        AboutRecord about = source_->about(recording);
        if (!patients_.is_empty()) patients_.add_facts(recordings_.at(recording).name, about.facts);
        return about;
    }

    std::string fingerprint() const override {
        return patients_.combined_fingerprint(source_->fingerprint());
    }

    const SourceListing& listing() const override { return source_->listing(); }
    void forget_listing_content() override { source_->forget_listing_content(); }

  private:
    std::unique_ptr<RecordSource> source_;
    PatientList patients_;
    Windows windows_;
    bool derive_leads_;
    // Both empty if the catalogue is the source's own.
    std::vector<RecordInfo> recordings_, catalogue_;
};

} // namespace

std::unique_ptr<RecordSource> prepared(std::unique_ptr<RecordSource> source,
                                       const SourceSettings& settings) {
    return std::make_unique<PreparedSource>(std::move(source), settings);
}

} // namespace ecgpress
