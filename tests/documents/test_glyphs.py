from documents.glyphs import missing


def test_missing_names_each_character_once_in_order():
    assert missing("甲\U000f0001乙\U000f0000\U000f0001") == "\U000f0001\U000f0000"


def test_everyday_text_and_its_marks_are_there():
    assert missing("“停办通知书”（〔2021〕3号）：《办法》第六十四条；100%、0746-2320000…—") == ""


def test_missing_in_one_role_asks_that_font_and_the_rare_one():
    assert missing("喆堃\U000f0000", "fangsong") == "\U000f0000"


def test_line_breaks_are_no_characters():
    assert missing("甲\n乙\r\n\t丙") == ""
