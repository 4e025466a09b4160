"""What is refused before a picture is opened, each with its own sentence; then the picture, upright."""

import io
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MOST_POINTS = 110_000_000  # phones take pictures of 108 million points; a bomb declares thousands of millions
LEAST_SIDE = 700  # below, a signature is a dozen points high
MOST_SCANS = 100  # passes of a progressive JPEG: cameras write ten
WORKING_SIDE = 3000  # a larger picture says nothing more of a sheet
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
START_OF_SCAN = b"\xff\xda"


def media_type(data: bytes) -> str:
    """What the picture is, by its bytes and the size it declares; nothing of it is decoded yet."""
    if not data:
        raise ValidationError(_("This file is empty."))
    if len(data) > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _("This file is %(size)s; the largest accepted is %(limit)s."),
            params={"size": filesizeformat(len(data)), "limit": filesizeformat(settings.UPLOAD_LIMIT)},
        )
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        raise ValidationError(
            _(
                "This picture is in the iPhone's own format (HEIC). In Settings, Camera, Formats choose “Most"
                " compatible”, or take the photo from this page, and send it again."
            )
        )
    if data.startswith(b"%PDF"):
        raise ValidationError(_("This is a PDF. Send a photo of each page, or scan it as JPEG."))
    with _opened(data) as picture:
        kind, (width, height) = picture.format or "", picture.size
    if kind == "JPEG" and data.count(START_OF_SCAN) > MOST_SCANS:
        raise ValidationError(_too_large())
    if width * height > MOST_POINTS:
        raise ValidationError(_too_large())
    if min(width, height) < LEAST_SIDE:
        raise ValidationError(
            _("This picture is too small to be read (%(width)s × %(height)s). Send the photo itself, not its preview."),
            params={"width": width, "height": height},
        )
    return MEDIA_TYPES[kind]


def open_photo(data: bytes) -> Image.Image:
    """The picture in colours, upright, no larger than a reader needs."""
    media_type(data)
    try:
        with _opened(data) as picture:
            picture.draft("RGB", (WORKING_SIDE, WORKING_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_unreadable()) from error
    upright.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX, reducing_gap=2)
    return upright


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is asked next
            return Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES))
    except Image.DecompressionBombError as error:
        raise ValidationError(_too_large()) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_unreadable()) from error


def _too_large() -> str:
    return _("This picture unfolds out of measure: it was not opened. Send the photo as the phone took it.")


def _unreadable() -> str:
    return _("This is not a photo that can be opened, or it is damaged. Send a JPEG, PNG or WebP picture.")
