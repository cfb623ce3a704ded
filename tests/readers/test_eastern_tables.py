"""Tables in the words and encodings of eastern Europe and Asia, and of old Macs: names, ways and letters (formats facts 12.2)."""

from __future__ import annotations

import pytest

from ingest import Direction
from readings import read_bytes

IN, OUT = Direction.IN, Direction.OUT


@pytest.mark.parametrize(
    ("header", "name", "encoding"),
    [
        ("Imię;Nazwisko;Telefon komórkowy", "Łukasz;Wąs", "cp1250"),
        ("Jméno;Příjmení;Telefon", "Jiří;Šimek", "cp1250"),
        ("Vezetéknév;Keresztnév;Telefonszám", "Szűcs;Ernő", "utf-8"),
        ("Vardas;Pavardė;Mobilusis telefonas", "Rūta;Šimkutė", "cp1257"),
        ("Emri;Mbiemri;Numri i telefonit", "Arben;Gjoni", "utf-8"),
        ("Ad;Soyad;Telefon numarası", "İlkay;Şahin", "cp1254"),
        ("Имя;Фамилия;Телефон", "Оля;Ким", "cp1251"),
    ],
)
def test_both_parts_of_a_name_are_read_in_their_letters(tmp_path, header, name, encoding):
    """The words of a header tell which of the encodings of one byte to a letter it is."""
    read = read_bytes(tmp_path, f"{header}\n{name};07700 900123\n".encode(encoding))

    assert {frozenset((mention.label or "").split()) for mention in read.mentions} == {frozenset(name.split(";"))}


@pytest.mark.parametrize(
    ("header", "incoming", "outgoing", "missed", "encoding"),
    [
        ("Jméno;Telefonní číslo;Typ;Datum", "Příchozí", "Odchozí", "Zmeškaný", "cp1250"),
        ("Név;Telefonszám;Típus;Dátum", "Bejövő", "Kimenő", "Nem fogadott hívás bejövő", "cp1250"),
        ("Ad;Telefon numarası;Arama türü;Tarih", "Gelen", "Giden", "Cevapsız", "cp1254"),
        ("Име;Телефон;Тип;Дата", "Входящо", "Изходящо", "Пропуснато", "cp1251"),
        ("Ime;Broj telefona;Tip;Datum", "Dolazni", "Odlazni", "Propušteni", "cp1250"),
    ],
)
def test_calls_are_read_with_name_and_way(tmp_path, header, incoming, outgoing, missed, encoding):
    """As in the languages further west."""
    rows = "".join(f"Jay;07700900123;{way};13.03.2026 10:00\n" for way in (incoming, outgoing, missed))

    read = read_bytes(tmp_path, f"{header}\n{rows}".encode(encoding))

    assert [(mention.label, mention.direction) for mention in read.mentions] == [("Jay", IN), ("Jay", OUT), ("Jay", IN)]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("姓名,号码,类型,时间", ("来电", "去电", "未接来电")),
        ("名前,電話番号,種類,日時", ("着信", "発信", "不在着信")),
        ("이름,전화번호,유형,날짜", ("수신", "발신", "부재중")),
        ("الاسم,رقم الهاتف,النوع,التاريخ", ("مكالمة واردة", "مكالمة صادرة", "مكالمة فائتة")),
        ("नाम,मोबाइल नंबर,प्रकार,दिनांक", ("इनकमिंग", "आउटगोइंग", "मिस्ड")),
        ("نام,موبایل,Type,تاریخ", ("ورودی", "خروجی", "از دست رفته")),
    ],
)
def test_calls_of_telephones_further_east_have_name_and_way(tmp_path, header, words):
    """With the words their menus write."""
    rows = [f"Jay,07700900123,{word},2026-03-13 10:00" for word in words]

    read = read_bytes(tmp_path, "\n".join((header, *rows)) + "\n")

    assert [(mention.label, mention.role.value, mention.direction) for mention in read.mentions] == [
        ("Jay", "call", way) for way in (IN, OUT, IN)
    ]


@pytest.mark.parametrize("header", ["Prénom;Nom;Numéro de téléphone", "First Name;Last Name;Mobile Phone"])
def test_western_letters_stay_what_they_are(tmp_path, header):
    """A header that is the same in several encodings, or has none of their letters, says nothing."""
    read = read_bytes(tmp_path, f"{header}\nZoë;Brûlé;07700 900123\n".encode("cp1252"))

    assert [mention.label for mention in read.mentions] == ["Zoë Brûlé"]


@pytest.mark.parametrize("header", ["नाम,मोबाइल नंबर,पता", "Họ tên,Di động,Địa chỉ"])
def test_names_and_numbers_of_asian_lists_are_known_by_their_headers(tmp_path, header):
    """Nothing has to be guessed by what stands below."""
    read = read_bytes(tmp_path, f"{header}\nमीरा,07700 900123,Estmoor\n")

    assert read.numbers == [("07700 900123", "contact")]
    assert {mention.label for mention in read.mentions} == {"मीरा"}
    assert not read.remarks


@pytest.mark.parametrize(
    "header", ["Số điện thoại;Loại;Ngày", "Số điện thoại;Loại cuộc gọi;Thời gian", "Số điện thoại;Hướng;Ngày", "Number;Type;Date"]
)
@pytest.mark.parametrize("words", [("Gọi đến", "Gọi đi", "Cuộc gọi nhỡ"), ("Cuộc gọi đến", "Cuộc gọi đi", "Nhỡ"), ("Đến", "Đi", "Từ chối")])
def test_calls_of_a_vietnamese_telephone_have_their_ways(tmp_path, header, words):
    """As those of other languages, whether their duration is told or not."""
    rows = [f"07700 900123;{way};13.03.2026 10:00" for way in words]

    for length, told in (("", ""), (";Thời lượng", ";9")):
        read = read_bytes(tmp_path, "\n".join((f"{header}{length}", *[f"{row}{told}" for row in rows])) + "\n")

        assert read.ways == [("07700 900123", "call", way) for way in (IN, OUT, IN)]


@pytest.mark.parametrize("name", ["Zoë", "Chloë Müller", "JOSÉ", "Seán", "Françoise", "Jay’s mum", "Ærø", "Élodie Noël"])
@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
def test_a_table_of_an_old_mac_is_told_from_one_of_windows(tmp_path, name, encoding):
    """The same bytes are other letters in both, and stand where none can stand in one of them."""
    assert [mention.label for mention in read_bytes(tmp_path, f"Name,Phone\n{name},07700 900123\n".encode(encoding)).mentions] == [name]


@pytest.mark.parametrize("name", ["Bożena Kaźmierczak", "Paweł Łęcki", "Tomáš Hašek"])
def test_letters_of_other_languages_make_no_mac_of_a_table(tmp_path, name):
    """Two letters of Polish take the places of two of a Mac."""
    read = read_bytes(tmp_path, f"Name,Phone\n{name},07700 900123\n".encode("cp1250"))

    assert not {"ø", "ü", "ö", "π"} & set(read.mentions[0].label or "")
