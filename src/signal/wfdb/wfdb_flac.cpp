#include "signal/wfdb/wfdb_flac.hpp"

#include <FLAC/stream_decoder.h>
#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

[[noreturn]] void fail_flac(const std::string& name, const std::string& problem) {
    throw DataError(concat("the signal file ", printable(name), " ", problem,
                           ". Download it again, or check it with flac -t."));
}

/// Decodes a file with libFLAC, which reads and writes through its callbacks.
class FlacReader {
  public:
    FlacReader(const SourceFile& file, const std::string& name, const FlacShape& shape,
               std::size_t per_frame)
        : file_(file), name_(name), shape_(shape), per_frame_(per_frame),
          decoder_(FLAC__stream_decoder_new(), FLAC__stream_decoder_delete) {
        if (decoder_ == nullptr) throw std::bad_alloc();
        FLAC__stream_decoder_set_metadata_ignore_all(decoder_.get());
        if (FLAC__stream_decoder_init_stream(decoder_.get(), read, seek, tell, length, is_at_end,
                                             write, nullptr, note_error,
                                             this) != FLAC__STREAM_DECODER_INIT_STATUS_OK)
            throw std::bad_alloc(); // the only other reasons are wrong calls
    }

    std::vector<std::int32_t> samples(std::uint64_t first, std::size_t count) {
        wanted_ = count;
        bool runs = FLAC__stream_decoder_process_until_end_of_metadata(decoder_.get()) != 0;
        if (runs && first > 0)
            runs = FLAC__stream_decoder_seek_absolute(decoder_.get(), first) != 0;
        while (runs && done_ < wanted_ && problem_.empty() && failure_ == nullptr &&
               FLAC__stream_decoder_get_state(decoder_.get()) != FLAC__STREAM_DECODER_END_OF_STREAM)
            runs = FLAC__stream_decoder_process_single(decoder_.get()) != 0;
        if (failure_ != nullptr) std::rethrow_exception(failure_);
        if (!problem_.empty()) fail_flac(name_, problem_);
        if (done_ < wanted_)
            fail_flac(name_, concat("is truncated or corrupt. It has ", done_, " of ", wanted_,
                                    " samples per signal"));
        return std::move(samples_);
    }

  private:
    static FlacReader& self(void* data) { return *static_cast<FlacReader*>(data); }

    static FLAC__StreamDecoderReadStatus read(const FLAC__StreamDecoder*, FLAC__byte* bytes,
                                              std::size_t* count, void* data) {
        FlacReader& reader = self(data);
        try {
            *count = std::min(*count, reader.file_.size() - reader.position_);
            const std::string read = reader.file_.read(reader.position_, *count);
            std::memcpy(bytes, read.data(), read.size());
            reader.position_ += *count;
        } catch (...) { // exceptions must not pass through the library
            reader.failure_ = std::current_exception();
            return FLAC__STREAM_DECODER_READ_STATUS_ABORT;
        }
        return *count == 0 ? FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
                           : FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
    }
    static FLAC__StreamDecoderSeekStatus seek(const FLAC__StreamDecoder*, FLAC__uint64 position,
                                              void* data) {
        if (position > self(data).file_.size()) return FLAC__STREAM_DECODER_SEEK_STATUS_ERROR;
        self(data).position_ = position;
        return FLAC__STREAM_DECODER_SEEK_STATUS_OK;
    }
    static FLAC__StreamDecoderTellStatus tell(const FLAC__StreamDecoder*, FLAC__uint64* position,
                                              void* data) {
        *position = self(data).position_;
        return FLAC__STREAM_DECODER_TELL_STATUS_OK;
    }
    static FLAC__StreamDecoderLengthStatus length(const FLAC__StreamDecoder*, FLAC__uint64* bytes,
                                                  void* data) {
        *bytes = self(data).file_.size();
        return FLAC__STREAM_DECODER_LENGTH_STATUS_OK;
    }
    static FLAC__bool is_at_end(const FLAC__StreamDecoder*, void* data) {
        return self(data).position_ == self(data).file_.size() ? 1 : 0;
    }
    static void note_error(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus status,
                           void* data) {
        if (self(data).problem_.empty())
            self(data).problem_ =
                concat("is corrupt (", FLAC__StreamDecoderErrorStatusString[status], ") after ",
                       self(data).done_, " samples per signal");
    }
    static FLAC__StreamDecoderWriteStatus write(const FLAC__StreamDecoder*,
                                                const FLAC__Frame* frame,
                                                const FLAC__int32* const* channels, void* data) {
        try {
            self(data).take(*frame, channels);
        } catch (...) {
            self(data).failure_ = std::current_exception();
        }
        return self(data).failure_ == nullptr && self(data).problem_.empty()
                   ? FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
                   : FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
    }

    void take(const FLAC__Frame& frame, const FLAC__int32* const* channels) {
        if (frame.header.channels != shape_.channels ||
            frame.header.bits_per_sample != shape_.bits) {
            problem_ = concat("has a frame of ", frame.header.channels, " channels of ",
                              frame.header.bits_per_sample, " bits, but states ", shape_.channels,
                              " of ", shape_.bits);
            return;
        }
        const std::size_t count = std::min<std::size_t>(frame.header.blocksize, wanted_ - done_),
                          signals = shape_.channels;
        const std::size_t frames = (done_ + count + per_frame_ - 1) / per_frame_;
        samples_.resize(frames * per_frame_ * signals);
        for (std::size_t channel = 0; channel < signals; ++channel)
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t at = done_ + i;
                samples_[(at / per_frame_ * signals + channel) * per_frame_ + at % per_frame_] =
                    channels[channel][i];
            }
        done_ += count;
    }

    const SourceFile& file_;
    const std::string& name_;
    const FlacShape& shape_;
    std::size_t per_frame_;
    std::unique_ptr<FLAC__StreamDecoder, void (*)(FLAC__StreamDecoder*)> decoder_;
    std::size_t position_ = 0, wanted_ = 0, done_ = 0;
    std::vector<std::int32_t> samples_;
    std::string problem_;
    std::exception_ptr failure_;
};

} // namespace

FlacShape read_flac_shape(const SourceFile& file, const std::string& name) {
    // RFC 9639, 8.2: "fLaC", a block header of 4 bytes, and the block with the stream's properties.
    constexpr std::size_t k_streaminfo_bytes = 34, k_begin = 8;
    if (file.size() < k_begin + k_streaminfo_bytes)
        fail_flac(name, "is too short for a FLAC stream");
    const std::string bytes = file.read(0, k_begin + k_streaminfo_bytes);
    if (bytes.compare(0, 4, "fLaC") != 0) fail_flac(name, "is not a FLAC stream");
    std::uint64_t packed =
        0; // 20 bits of the rate, 3 of the channels, 5 of the size, 36 of the length
    for (std::size_t i = k_begin + 10; i < k_begin + 18; ++i)
        packed = packed << 8U | static_cast<unsigned char>(bytes[i]);
    FlacShape shape;
    shape.channels = (packed >> 41U & 7U) + 1;
    shape.bits = (packed >> 36U & 31U) + 1;
    shape.samples = packed & ((std::uint64_t{1} << 36U) - 1);
    return shape;
}

std::vector<std::int32_t> decode_flac(const SourceFile& file, const std::string& name,
                                      const FlacShape& shape, std::uint64_t first,
                                      std::size_t count, std::size_t per_frame) {
    return FlacReader(file, name, shape, per_frame).samples(first, count);
}

} // namespace ecgpress
