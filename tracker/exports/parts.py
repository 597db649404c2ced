"""Rows and links put into the parts of a workbook that openpyxl left empty, in the order that the format asks."""

import re
import shutil
import zipfile
from typing import IO

from isal import isal_zlib

from tracker.exports import links
from tracker.exports.part import Part

EMPTY_DATA = re.compile(rb"(<sheetData>.*?)</sheetData>|<sheetData\s*/>", re.DOTALL)
DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')
MARGINS, TABLES = b"<pageMargins", b"<tableParts"
COMPRESSOR = "_compressor"
FASTEST, RAW = 1, -15
PIECE = 1 << 18


def put_together(frame: IO[bytes], parts: dict[str, Part], stream: IO[bytes]) -> None:
    """Copy a workbook, and fill the sheets named by their part ("xl/worksheets/sheet2.xml") with rows and links."""
    relations = {_relations_of(name): part for name, part in parts.items()}
    with (
        zipfile.ZipFile(frame) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as target,
    ):
        for name in source.namelist():
            with opened(target, name, parts[name].file.tell() if name in parts else 0) as file:
                if name in parts:
                    _fill(source.read(name), parts[name], file)
                elif name in relations:
                    _relate(source.read(name), relations[name], file)
                else:
                    file.write(source.read(name))


def opened(target: zipfile.ZipFile, name: str, size: int) -> IO[bytes]:
    """Open a part for writing; a size that is known keeps the file free of 64-bit fields, which some refuse."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, size
    file = target.open(entry, "w")
    if hasattr(file, COMPRESSOR):
        # zipfile offers no other door to a faster deflate. Should this one close, zlib goes on, more slowly.
        setattr(file, COMPRESSOR, isal_zlib.compressobj(FASTEST, isal_zlib.DEFLATED, RAW))
    return file


def _fill(page: bytes, part: Part, file: IO[bytes]) -> None:
    found = EMPTY_DATA.search(page)
    if found is None:
        message = f"the sheet {part.sheet.name} has no place for rows"
        raise RuntimeError(message)
    before, header, after = page[: found.start()], found[1] or b"<sheetData>", page[found.end() :]
    file.write(DIMENSION.sub(b"", before) + header)
    part.file.seek(0)
    shutil.copyfileobj(part.file, file, PIECE)
    part.file.close()
    # Links stand before what is said of printing; what is overlooked stands before the table.
    margins, table = after.index(MARGINS), after.index(TABLES)
    file.write(b"</sheetData>" + after[:margins])
    file.writelines(links.cells(part))
    file.write(after[margins:table] + _overlooked(part) + after[table:])


def _overlooked(part: Part) -> bytes:
    # Numbers of vendors and contracts are text on purpose: no green corner in each of their cells.
    last = part.rows + 1
    return f'<ignoredErrors><ignoredError sqref="A1:XFD{last}" numberStoredAsText="1"/></ignoredErrors>'.encode()


def _relate(relations: bytes, part: Part, file: IO[bytes]) -> None:
    before, end, after = relations.rpartition(b"</Relationships>")
    file.write(before)
    file.writelines(links.relations(part))
    file.write(end + after)


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"
