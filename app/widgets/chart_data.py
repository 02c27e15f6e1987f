"""The figures of a chart as the Arrow table that Streamlit sends to the browser.

Given anything else Streamlit converts it with pandas, which takes fifty megabytes of a server that needs it for
nothing else. pyarrow loads pandas too, when it is given Python's lists: its reader of JSON does not.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any


def of_columns(columns: Mapping[str, Sequence[Any]]) -> Any:
    """An Arrow table of columns of the same length, each of texts or of figures, some perhaps None."""
    names = list(columns)
    return of_rows(
        [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)], names
    )


def of_rows(rows: Sequence[Mapping[str, Any]], names: Sequence[str] = ()) -> Any:
    """An Arrow table of records; a field that a record lacks is empty there. ``names`` are columns in any case."""
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415  (heavy: at the first chart)
    from pyarrow import json as reader  # noqa: PLC0415

    columns = dict.fromkeys([*names, *(name for row in rows for name in row)])
    texts = {name for name in columns if any(isinstance(row.get(name), str) for row in rows)}
    schema = pa.schema([(name, pa.string() if name in texts else pa.float64()) for name in columns])
    if not rows:
        return schema.empty_table()
    written = "\n".join(json.dumps({**row}, default=float) for row in rows)
    options = reader.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error")
    return reader.read_json(io.BytesIO(written.encode()), parse_options=options)
