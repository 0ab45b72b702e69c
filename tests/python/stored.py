"""Pages of a run's shards as dictionaries, read with h5py only."""

import io
import json
from pathlib import Path

SYSTEM = Path(__file__).resolve().parents[1] / "system"
LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]


def item(group, number, values="values"):
    begin, end = group["offsets"][number:number + 2]
    return group[values][begin:end]


def image(data):
    import numpy as np
    from PIL import Image
    return np.asarray(Image.open(io.BytesIO(data.tobytes()))) if len(data) else None


def lead(file, row, page):
    import numpy as np
    group = file["leads"]
    values = {name: group[name][row].item() for name in (
        "number", "start_s", "px_per_s", "px_per_mv", "baseline_y_px", "line_width_px", "first_column")}
    values |= {name: bool(group[name][row]) for name in ("rhythm", "inverted", "derived")}
    values |= {name: group[name][row].tolist() for name in ("box_px", "name_box_px", "crop_px")}
    values |= {name: item(group[name], row) for name in ("column_y_px", "column_steep")}
    return values | {
        "name": LEADS[group["lead"][row]], "rate_hz": file["pages/rate_hz"][page],
        "signal": json.loads(item(group["signal"], row, "bytes").tobytes()),
        "positions": np.stack([item(group["sample_x_px"], row), item(group["sample_y_px"], row)], axis=1),
        "flags": item(group["sample_flags"], row), "mask": image(item(group["mask_png"], row, "bytes"))}


def pages(run):
    """Every stored page of a run, with its leads."""
    import h5py
    import numpy as np
    for path in sorted((Path(run) / "shards").glob("*.h5")):
        with h5py.File(path) as file:
            first = file["pages/first_lead"][:]
            for i, index in enumerate(file["pages/index"][:].tolist()):
                yield {"index": index, "fingerprint": file.attrs["fingerprint"].decode(),
                       "plan": json.loads(item(file["pages/plan"], i, "bytes").tobytes()),
                       "px_per_mm": file["pages/px_per_mm"][i],
                       "warp": item(file["pages/warp"], i, "bytes").view(np.int32),
                       "leads": [lead(file, row, i) for row in range(first[i], first[i + 1])]}

