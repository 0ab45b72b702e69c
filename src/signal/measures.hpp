// What an ECG machine measures: heart rate, intervals and axes, computed from the recording.
#pragma once

#include <optional>

#include "signal/record.hpp"

namespace ecgpress {

/// Values as printed, in whole units. No value: it cannot be measured.
struct Measures {
    std::optional<int> rate_bpm; ///< of the ventricles
    std::optional<int> pr_ms;    ///< start of the P wave to start of the QRS complex
    std::optional<int> qrs_ms;
    std::optional<int> qt_ms; ///< start of the QRS complex to end of the T wave
    /// Directions in the frontal plane, 0 to the left, 90 to the feet.
    std::optional<int> p_axis_degrees, qrs_axis_degrees, t_axis_degrees;
    /// Most intervals between beats differ by more than 8 % from the one before, as in atrial
    /// fibrillation. What precedes a QRS complex is then not known to be its P wave.
    bool is_irregular = false;
};

/// Measures the samples of a window, which should have 10 s as the recordings of ECG machines. The
/// rate is that of heart_beats(); the rest is measured in the median beat over all
/// leads. The QRS complex is where the spatial velocity exceeds a share of its peak, as in P. W.
/// Macfarlane et al., "Methodology of ECG interpretation in the Glasgow program", Methods Inf. Med.
/// 29:354-361 (1990); waves end at the tangent to their steepest slope (E. Lepeschkin and B.
/// Surawicz, "The measurement of the Q-T interval of the electrocardiogram", Circulation 6:378-388
/// (1952)). Axes are from the net areas of the waves in leads I and aVF.
Measures measured(const Record& record, SampleWindow window);

/// The QT interval corrected for the heart rate by Bazett's formula (H. C. Bazett, Heart 7:353-370
/// (1920)): QT divided by the square root of 60 / rate.
int qtc_bazett_ms(int qt_ms, int rate_bpm);

} // namespace ecgpress
