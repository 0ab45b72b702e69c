"""WFDB records that tests write."""

import numpy as np


def recording(rate_hz, seconds, seed):
    """The twelve leads of some heartbeats, in whole microvolts: integers (samples, 12)."""
    random = np.random.default_rng(seed)
    t = np.arange(int(rate_hz * seconds)) / rate_hz
    beat = 1200 * np.exp(-(((t % 0.8) - 0.3) / 0.02) ** 2) + 200 * np.exp(-(((t % 0.8) - 0.55) / 0.05) ** 2)
    i, ii = (np.round(share * beat + random.normal(0, 8, len(t))) for share in (0.5, 1.0))
    limb = [i, ii, ii - i, np.round(-(i + ii) / 2), np.round(i - ii / 2), np.round(ii - i / 2)]
    chest = [np.round(share * beat + random.normal(0, 8, len(t))) for share in (-0.5, 0.3, 0.7, 1.2, 1.1, 0.8)]
    return np.stack([*limb, *chest], axis=1).astype(int)


def write_wfdb(folder, name, microvolts, names, rate_hz, checksum=None, storage="{}.dat 16", gain="1000/mV", times="", comments=()):
    """A record of 16-bit samples. `microvolts`: (samples, len(names)). `storage`: file and format, such as `{}.mat 16+24`."""
    folder.mkdir(parents=True, exist_ok=True)
    units = np.round(microvolts / 1000 * float(gain.split("/")[0].split("(")[0])).astype(int)
    lines = [f"{name} {len(names)} {rate_hz} {len(microvolts)}{times}"]
    for column, label in enumerate(names):
        total = int(units[:, column].sum()) % 65536 if checksum is None else checksum
        lines.append(f"{storage.format(name)} {gain} 16 0 {units[0, column]} {total} 0 {label}")
    (folder / f"{name}.hea").write_text("\n".join([*lines, *comments]) + "\n")
    file, form = storage.format(name).split()
    (folder / file).write_bytes(bytes(int(form.partition("+")[2] or 0)) + units.astype("<i2").tobytes())
