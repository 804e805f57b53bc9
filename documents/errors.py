"""What this app refuses."""

from common.errors import Refusal


class FileDamaged(Refusal):
    """The bytes of a stored file are gone or no longer match their checksum."""

    code = "file_damaged"
    http_status = 500
    message = "存档文件“{name}”已损坏或丢失，请管理员从备份中恢复后再打开。"


class FileEmpty(Refusal):
    """A file without a single byte was sent."""

    code = "file_empty"
    http_status = 422
    message = "文件“{name}”是空的，请重新选择文件后上传。"


class FileTooLarge(Refusal):
    """More bytes than a photo may have."""

    code = "file_too_large"
    http_status = 413
    message = "文件“{name}”有{size_mb}兆字节，超过{limit_mb}兆字节的上限，请压缩后再上传。"


class FileIsTwoThings(Refusal):
    """A file that a picture or PDF program reads, and another program reads otherwise."""

    code = "file_is_two_things"
    http_status = 422
    message = "文件“{name}”里夹带了{found}，不能存入；请重新拍摄或重新导出后再上传。"


class PdfUnreadable(Refusal):
    """A sent PDF cannot be read to its end, or asks for a password."""

    code = "pdf_unreadable"
    http_status = 422
    message = "文件“{name}”不是可读的PDF，或设有密码，请重新扫描或导出后再上传。"


class PdfActive(Refusal):
    """A sent PDF would act when it is opened."""

    code = "pdf_active"
    http_status = 422
    message = "文件“{name}”含有{what}，不能存入；请打印成不含{what}的PDF后再上传。"


class PdfTooLong(Refusal):
    """A sent PDF has more pages than a report may have."""

    code = "pdf_too_long"
    http_status = 422
    message = "文件“{name}”有{pages}页，应为1至{limit}页，请检查或分开后再上传。"


class PhotoBroken(Refusal):
    """The file begins like a picture but cannot be read to its end."""

    code = "photo_broken"
    http_status = 422
    message = "照片“{name}”已损坏，无法读取，请重新拍摄或重新选择照片。"


class PhotoForeign(Refusal):
    """The file is not a JPEG, PNG or WebP picture, whatever its name says."""

    code = "photo_foreign"
    http_status = 422
    message = "文件“{name}”是{found}，不能作为照片存入，请改用JPEG、PNG或WebP格式的照片。"


class PhotoTooManyPixels(Refusal):
    """The picture's header announces more pixels than may be decoded."""

    code = "photo_too_many_pixels"
    http_status = 422
    message = (
        "照片“{name}”有{width_px}×{height_px}像素，超过{limit_megapixels}百万像素的上限，"
        "请降低相机分辨率或缩小后再上传。"
    )


class GlyphMissing(Refusal):
    """A paper holds characters that no installed font can draw."""

    code = "glyph_missing"
    http_status = 422
    message = "字库中没有“{characters}”，文书不能印制，请管理员安装含有这些字的字体后重试。"


class FontMissing(Refusal):
    """A font file that the papers need is not where the settings say."""

    code = "font_missing"
    http_status = 500
    message = "没有找到文书所用的{role}字体文件“{path}”，请管理员安装字体后重试。"


class NotAPdf(Refusal):
    """A file that should be a PDF cannot be read as one."""

    code = "not_a_pdf"
    http_status = 422
    message = "第{position}份文件不是可读的PDF，不能合并，请检查后重新选择。"
