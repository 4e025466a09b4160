"""Sign a PDF with a key at hand: PAdES level B-B (ETSI EN 319 142-1), an invisible field added to the file as it is."""

import io
from functools import lru_cache
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner

TERMS = PdfSignatureMetadata(field_name="Seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")


def signed(pdf: bytes, p12: Path) -> bytes:
    """The PDF with a signature of the PKCS#12 file, kept without a password; ``OSError`` when the file is not there."""
    written = PdfSigner(TERMS, signer=_hand(p12)).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(written.getvalue())


@lru_cache(maxsize=32)
def _hand(p12: Path) -> SimpleSigner:
    """The key at hand, read once by each process."""
    hand: SimpleSigner = SimpleSigner.load_pkcs12_data(p12.read_bytes(), other_certs=())
    return hand
