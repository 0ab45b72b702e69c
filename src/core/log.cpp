#include "core/log.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/output_file.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/terminal.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_logger_name = "ecgpress";

std::atomic<bool> is_first_rank{true}; ///< set by start_log, as the logger itself

/// The prefix "warning: " or "error: "; none for other messages.
class AttentionFlag : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&,
                spdlog::memory_buf_t& line) override {
        const std::string_view word = message.level >= spdlog::level::err    ? "error: "
                                      : message.level == spdlog::level::warn ? "warning: "
                                                                             : "";
        line.append(word.data(), word.data() + word.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<AttentionFlag>();
    }
};

/// A sink that appends to a file which OutputFile has opened. A line that cannot be written is
/// lost: the log must not end a run, and standard error has the line.
class FileSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit FileSink(OutputFile file) : file_(std::move(file)) {}

  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        try {
            file_.append(line.data(), line.size());
        } catch (const IoError&) {
            // A full disk. What the run itself writes there fails with this reason, too.
        }
    }
    void flush_() override {}

    OutputFile file_;
};

void set_pattern(spdlog::sinks::sink& sink, const std::string& pattern) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<AttentionFlag>('*').set_pattern(pattern);
    sink.set_formatter(std::move(formatter));
}

spdlog::level::level_enum shown_from(LogLevel level) {
    switch (level) {
    case LogLevel::quiet:
        return spdlog::level::warn;
    case LogLevel::verbose:
        return spdlog::level::debug;
    case LogLevel::normal:
        break;
    }
    return spdlog::level::info;
}

/// The logger; created by the first message if start_log was not called before.
std::shared_ptr<spdlog::logger> logger() {
    if (!spdlog::get(k_logger_name)) start_log(LogLevel::normal, 0, 1);
    return spdlog::get(k_logger_name);
}

} // namespace

void start_log(LogLevel level, int rank, int rank_count) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    is_first_rank = rank == 0;
    // On a terminal the line may hold a progress bar. Clear it first.
    const bool bar = stderr_is_terminal();
    const std::string who = rank_count > 1 ? concat("[rank ", rank, "]") : "";
    set_pattern(*sink, concat(bar ? "\r\033[K" : "", k_logger_name, who, ": %*%v"));
    sink->set_level(shown_from(level));

    // Another thread may write a line while the list of sinks changes; dist_sink_mt locks the list.
    auto sinks = std::make_shared<spdlog::sinks::dist_sink_mt>();
    sinks->add_sink(std::move(sink));
    auto started = std::make_shared<spdlog::logger>(k_logger_name, std::move(sinks));
    // LogLevel::quiet applies only to the terminal. The file gets every message.
    started->set_level(std::min(shown_from(level), spdlog::level::info));
    started->flush_on(spdlog::level::debug); // so that a killed process loses no line
    spdlog::drop(k_logger_name);
    spdlog::register_logger(started);
}

void log_to_file(const std::filesystem::path& path) {
    auto sink = std::make_shared<FileSink>(OutputFile::appending(path));
    set_pattern(*sink, "%Y-%m-%d %H:%M:%S.%e  %*%v");
    auto& sinks = dynamic_cast<spdlog::sinks::dist_sink_mt&>(*logger()->sinks().front());
    // Standard error stays, an earlier file goes.
    sinks.set_sinks({sinks.sinks().front(), std::move(sink)});
}

void log_debug(const std::string& message) {
    logger()->debug(without_controls(message));
}
void log_info(const std::string& message) {
    logger()->info(without_controls(message));
}
void log_warning(const std::string& message) {
    logger()->warn(without_controls(message));
}
void log_error(const std::string& message) {
    logger()->error(without_controls(message));
}

void warn_once(const std::string& subject, const std::string& message) {
    static std::mutex mutex;
    static std::set<std::string> said;
    const std::lock_guard<std::mutex> lock(mutex);
    if (!said.insert(subject).second) return;
    if (is_first_rank)
        log_warning(message);
    else
        log_debug(message);
}

} // namespace ecgpress
