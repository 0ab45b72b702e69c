// An object of the HDF5 library, closed when it goes out of scope.
#pragma once

#include <cstdint>
#include <utility>

namespace ecgpress {

class H5Handle {
  public:
    using Close = int (*)(std::int64_t id);

    H5Handle() = default;
    H5Handle(std::int64_t id, Close closing) : id_(id), close_(closing) {}
    ~H5Handle() { close(); }
    H5Handle(H5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    H5Handle& operator=(H5Handle&& other) noexcept {
        close();
        id_ = std::exchange(other.id_, -1);
        close_ = other.close_;
        return *this;
    }

    /// Negative if there is no object: HDF5 could not open or create it.
    std::int64_t id() const { return id_; }
    /// @return negative if HDF5 could not close it
    int close() {
        const std::int64_t id = std::exchange(id_, -1);
        return id < 0 ? 0 : close_(id);
    }

  private:
    std::int64_t id_ = -1;
    Close close_ = nullptr;
};

} // namespace ecgpress
