#include "pipeline/compare/text_files.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "core/strings.hpp"
#include "dataset/formats/text_release.hpp"

namespace ecgpress {

namespace {

/// The lines of a section as they must be.
struct ExpectedSection {
    Sha256 digest;
    std::uint64_t entries = 0;
};

class TextCheck {
  public:
    explicit TextCheck(ComparedRelease& release) : release_(release) {}

    void page(const PageRows& rows, bool is_mine) {
        if (!rows.selection().image()) return;
        const std::string image = text_image(rows.page, release_.stated.settings);
        release_.require(image);
        if (is_mine) release_.check_image(image, rows.page);
        if (!release_.is_first()) return;
        const auto& sections = text_sections(release_.stated.format);
        auto& expected = expected_[static_cast<std::size_t>(rows.page.split)];
        while (expected.size() < sections.size())
            expected.push_back(std::make_unique<ExpectedSection>());
        const std::vector<WordRow> words(rows.words.begin(), rows.words.end());
        for (std::size_t i = 0; i < sections.size(); ++i)
            for (const std::string& entry : sections[i].entries(rows.page, words, image)) {
                expected[i]->digest.update(entry + "\n");
                ++expected[i]->entries;
            }
    }

    void finish() {
        for (const Split split : {Split::train, Split::val, Split::test})
            if (auto& expected = expected_[static_cast<std::size_t>(split)]; !expected.empty())
                compare(text_file(release_.stated.format, split), expected);
    }

  private:
    void compare(const std::string& path,
                 const std::vector<std::unique_ptr<ExpectedSection>>& expected) {
        release_.require(path);
        const auto lines = release_.lines(path);
        if (!lines) return;
        const auto& sections = text_sections(release_.stated.format);
        std::string end;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            std::string head = end;
            while (head.size() < std::string(sections[i].head).size())
                if (!add_line(*lines, head)) break;
            if (head != sections[i].head) return problem(path, "has other parts than it should");
            Sha256 found;
            for (std::uint64_t entry = 1; entry <= expected[i]->entries; ++entry) {
                std::string line(lines->next().value_or(""));
                if (entry < expected[i]->entries && !line.empty() && line.back() == ',')
                    line.pop_back();
                found.update(line + "\n");
            }
            if (found.finish() != expected[i]->digest.finish())
                problem(path, concat("its part ", i + 1, " of ", expected.size(),
                                     " differs from words.csv and manifest.csv"));
            end.clear();
        }
        while (add_line(*lines, end)) {
        }
        if (end != text_end(release_.stated.format))
            problem(path, "has more than the words of its pages");
    }

    static bool add_line(LineReader& lines, std::string& text) {
        const auto line = lines.next();
        if (line) text += concat(*line, '\n');
        return line.has_value();
    }

    void problem(const std::string& path, const std::string& what) { release_.report(path, what); }

    ComparedRelease& release_;
    std::array<std::vector<std::unique_ptr<ExpectedSection>>, k_split_count> expected_;
};

} // namespace

FormatCheck text_check(ComparedRelease& release) {
    const auto check = std::make_shared<TextCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
