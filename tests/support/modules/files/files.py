"""Files that records name."""

from support.declared import Page, Read, Sample, asked
from support.standing import new

PARTS = {
    "file_id": lambda s: s.mine("file", s.zone.file.id),
}

PAGES = (Page("file", (asked(7),), no_page="a picture or a document, saved", own="file"),)

SAMPLES = {
    "files.keep": Sample(
        lambda s: {
            "file_id": new("file"),
            "subject_id": str(s.zone.household),
            "digest": s.zone.file.digest,
            "name": "合同.png",
        }
    ),
    "files.remove": Sample(lambda s: {"file_id": str(s.mine("file", s.zone.file.id))}),
}

READS = (Read("/files/{file_id}", None, own="file"),)

NAMES = {
    "files": lambda s: [s.zone.file.id, s.zone.named.id],
}

INNER = {
    "xiuhua.platform.files.bringing:bring": "keeps a file; asked through the API's operations of the matrix",
}
