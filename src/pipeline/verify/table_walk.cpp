#include "pipeline/verify/table_walk.hpp"

#include <cstdint>
#include <memory>
#include <optional>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/table_reader.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/verify/hashed_lines.hpp"

namespace ecgpress {

namespace {

/// The rows of a table, on every rank.
template <class Row> class SharedTable {
  public:
    SharedTable(const fs::path& release, const char* name, const Communicator& communicator,
                ListedFiles& files, ProblemList& problems)
        : problems_(problems), is_root_(communicator.rank() == 0) {
        auto file = std::make_shared<std::optional<HashedLines>>();
        auto lines = std::make_shared<SharedItems>(communicator, [=, &files] {
            if (!*file) file->emplace(release, name);
            auto line = (*file)->next();
            if (!line) files.note_read(name, (*file)->sha256());
            return line;
        });
        try {
            table_.emplace([lines, line = std::optional<std::string>()]() mutable {
                line = lines->next();
                return line ? std::optional<std::string_view>(*line) : std::nullopt;
            });
        } catch (const Error& error) {
            end(error);
        }
    }

    /// The page index of the next row; no value after the last one.
    std::optional<std::uint64_t> next() {
        while (table_) {
            try {
                if (!table_->next_line()) return std::nullopt;
                return table_->page();
            } catch (const DataError& error) {
                note(error);
            } catch (const Error& error) { // rank 0 could not read on
                end(error);
            }
        }
        return std::nullopt;
    }

    /// The current row, or no value if it is not valid.
    std::optional<Row> row() {
        try {
            Row row;
            table_->read(row);
            return row;
        } catch (const DataError& error) {
            note(error);
            return std::nullopt;
        }
    }

    /// True if it was read to its end.
    bool is_whole() const { return table_.has_value(); }

  private:
    void note(const Error& error) {
        if (is_root_) problems_.add("tables", std::string(error.what()));
    }
    void end(const Error& error) {
        note(error);
        table_.reset();
    }

    ProblemList& problems_;
    bool is_root_;
    std::optional<TableReader<Row>> table_;
};

class TableWalk {
  public:
    TableWalk(const fs::path& release, const Communicator& communicator, ListedFiles& files,
              ProblemList& problems)
        : files_(files), problems_(problems), is_root_(communicator.rank() == 0),
          manifest_(release, "manifest.csv", communicator, files, problems),
          leads_(release, "leads.csv", communicator, files, problems), lead_page_(leads_.next()) {}

    bool walk(const VisitPage& all, const VisitPage& mine) {
        while (const auto index = manifest_.next()) {
            const bool is_mine = files_.is_mine(*index), is_read = is_mine || is_root_;
            skip_leads_before(*index);
            ReleasePage page;
            page.place = place_++;
            const auto row = is_read ? manifest_.row() : std::nullopt;
            for (; lead_page_ == index; lead_page_ = leads_.next())
                if (const auto lead = is_read ? leads_.row() : std::nullopt)
                    page.leads.push_back(*lead);
            if (!row) continue;
            page.row = *row;
            if (is_root_) all(page);
            if (is_mine) mine(page);
        }
        if (manifest_.is_whole()) skip_leads_before(std::nullopt);
        return manifest_.is_whole() && leads_.is_whole();
    }

  private:
    /// Rows of leads.csv that belong to no row of manifest.csv.
    void skip_leads_before(std::optional<std::uint64_t> index) {
        std::optional<std::uint64_t> reported;
        for (; lead_page_ && (!index || *lead_page_ < *index); lead_page_ = leads_.next()) {
            if (is_root_ && reported != lead_page_)
                problems_.add("leads.csv", concat("has leads of page ", *lead_page_,
                                                  ", which is not at this place in manifest.csv"));
            reported = lead_page_;
        }
    }

    ListedFiles& files_;
    ProblemList& problems_;
    bool is_root_;
    std::uint64_t place_ = 0; ///< of the next row of manifest.csv
    SharedTable<ManifestRow> manifest_;
    SharedTable<LeadsRow> leads_;
    std::optional<std::uint64_t> lead_page_; ///< of the row of leads.csv that is next
};

} // namespace

bool walk_tables(const fs::path& release, const Communicator& communicator, ListedFiles& files,
                 ProblemList& problems, const VisitPage& all, const VisitPage& mine) {
    return TableWalk(release, communicator, files, problems).walk(all, mine);
}

} // namespace ecgpress
