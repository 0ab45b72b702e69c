#include "signal/sources/prepared_source.hpp"

#include <utility>

#include "signal/patients.hpp"

namespace ecgpress {

namespace {

class PreparedSource final : public RecordSource {
  public:
    PreparedSource(std::unique_ptr<RecordSource> source, PatientList patients)
        : source_(std::move(source)), patients_(std::move(patients)) {
        if (patients_.is_empty()) return;
        catalogue_ = source_->catalogue();
        patients_.name_patients(catalogue_);
    }

    const std::vector<RecordInfo>& catalogue() const override {
        return patients_.is_empty() ? source_->catalogue() : catalogue_;
    }

    Record read(std::size_t position) const override {
        Record record = source_->read(position);
        remove_padding(record);
        return record;
    }

    AboutRecord about(std::size_t position) const override {
        AboutRecord about = source_->about(position);
        if (!patients_.is_empty()) patients_.add_facts(catalogue_.at(position).name, about.facts);
        return about;
    }

    std::string fingerprint() const override {
        return patients_.combined_fingerprint(source_->fingerprint());
    }

  private:
    std::unique_ptr<RecordSource> source_;
    PatientList patients_;
    std::vector<RecordInfo> catalogue_; // empty unless patients_ names its patients
};

} // namespace

std::unique_ptr<RecordSource> prepared(std::unique_ptr<RecordSource> source,
                                       const SourceSettings& settings) {
    return std::make_unique<PreparedSource>(std::move(source), PatientList(settings));
}

} // namespace ecgpress
