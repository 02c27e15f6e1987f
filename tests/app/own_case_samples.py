"""Small cases as trainers bring them, and the zips of their folders, sound or hostile."""

import io
import json
import zipfile

from small_cases import case_file, number, paper

from app.access import Viewer
from app.store import LEAST_SEEDS

SLUG = "small-case"
PROVEN = {"ok": True, "loaded": True, "tried": LEAST_SEEDS, "seeds": LEAST_SEEDS, "why": "", "problems": []}


def small_files(answer="k * 7", draw=None, **more):
    """The files of a case of one question over one drawn figure."""
    given = {"draw": {"k": draw or {"integer": [100, 900]}}, **more}
    file = case_file([number("total", answer)], **given)
    files = {f"{lang}.md": paper(file, lang, {}) for lang in ("fr", "en")}
    return {"case.yaml": json.dumps(file, indent=1), **files}


def zipped(files, top=SLUG, method=zipfile.ZIP_DEFLATED):
    """The zip of a folder; `top` "" puts its files at the root."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for path, text in files.items():
            made.writestr(f"{top}/{path}" if top else path, text)
    return out.getvalue()


def trainer(learner_id, role="trainer"):
    """A trainer at the desk."""
    return Viewer(learner_id, role, "Claire")
