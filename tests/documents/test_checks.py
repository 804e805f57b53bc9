import segno
from weasyprint.text import ffi

from documents.checks import check_fonts, check_subsetting
from documents.templatetags.papers import qr, spoken_address


def test_this_machine_can_print_quickly():
    assert check_subsetting() == []


def test_a_machine_without_the_subset_library_is_told(monkeypatch):
    monkeypatch.setattr(ffi, "harfbuzz_subset", None)

    (error,) = check_subsetting()

    assert (error.id, error.hint) == (
        "documents.E001",
        "Install the Debian package libharfbuzz-subset0.",
    )


def test_missing_fonts_warn_at_the_start(settings, tmp_path):
    settings.YUJIAN_FONTS_DIR = tmp_path

    assert [warning.id for warning in check_fonts()] == ["documents.W001"]


def test_fonts_of_this_machine_are_there():
    assert check_fonts() == []


def test_the_code_holds_the_address():
    address = "http://999901.test/v/8fK2mQ7xWcPz4RtY1bNs/"

    drawn = segno.make(address, error="m", micro=False)

    assert qr(address).startswith(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.symbol_size(border=0)[0]} '
    )


def test_an_address_is_spoken_without_its_scheme():
    assert spoken_address("https://a.test/v/x/") == "a.test/v/x"
