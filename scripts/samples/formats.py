"""Every format a phone is written in, in the order of the reference: a new writer is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scripts.samples.carried import Carries
from scripts.samples.model import Phone
from scripts.samples.writers import (
    apple,
    cellebrite_contacts,
    cellebrite_excel,
    excel_list,
    google_2024,
    google_before_2024,
    headerless,
    jcard,
    outlook,
    samsung,
    semicolon,
    sim,
    thunderbird,
    ufdr,
    unicode_text,
    vcard_21,
    vcard_30,
    vcard_40,
    xamn_excel,
    xcard,
)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how its files are called, the reader that must recognise it, and what it can carry."""

    #: What stands behind the phone's reference in the name of the file.
    suffix: str
    made_as: str
    reader: str
    carries: Carries
    write: Callable[[Phone], bytes]


FORMATS: tuple[Format, ...] = (
    Format("phone.vcf", "vCard 3.0, iPhone and iCloud", "vcard", vcard_30.CARRIES, vcard_30.write),
    Format("feature-phone.vcf", "vCard 2.1, feature phone", "vcard", vcard_21.CARRIES, vcard_21.write),
    Format("contacts-4.vcf", "vCard 4.0", "vcard", vcard_40.CARRIES, vcard_40.write),
    Format("jcard.json", "jCard", "jcard", jcard.CARRIES, jcard.write),
    Format("xcard.xml", "xCard", "xcard", xcard.CARRIES, xcard.write),
    Format("google.csv", "Google Contacts CSV, since 2024", "csv", google_2024.CARRIES, google_2024.write),
    Format("google-old.csv", "Google Contacts CSV, before 2024", "csv", google_before_2024.CARRIES, google_before_2024.write),
    Format("outlook.csv", "Outlook CSV, cp1252", "csv", outlook.CARRIES, outlook.write),
    Format("apple.csv", "Apple address book as CSV", "csv", apple.CARRIES, apple.write),
    Format("samsung.csv", "Samsung phone book as CSV", "csv", samsung.CARRIES, samsung.write),
    Format("thunderbird.csv", "Thunderbird CSV", "csv", thunderbird.CARRIES, thunderbird.write),
    Format("sim.csv", "SIM card, two columns", "csv", sim.CARRIES, sim.write),
    Format("typed.csv", "typed list without a header", "csv", headerless.CARRIES, headerless.write),
    Format("unicode.txt", "spreadsheet saved as Unicode text, UTF-16 and tabs", "csv", unicode_text.CARRIES, unicode_text.write),
    Format("semicolon.csv", "spreadsheet saved with semicolons", "csv", semicolon.CARRIES, semicolon.write),
    Format("list.xlsx", "list kept in Excel", "xlsx", excel_list.CARRIES, excel_list.write),
    Format("cellebrite.xlsx", "Cellebrite Excel report", "cellebrite-excel", cellebrite_excel.CARRIES, cellebrite_excel.write),
    Format(
        "cellebrite-contacts.xlsx", "one sheet of the Cellebrite Excel report", "cellebrite-excel", cellebrite_contacts.CARRIES,
        cellebrite_contacts.write,
    ),
    Format("xamn.xlsx", "XAMN Excel export", "xry-excel", xamn_excel.CARRIES, xamn_excel.write),
    Format("phone.ufdr", "Cellebrite UFDR archive", "ufdr", ufdr.CARRIES, ufdr.write),
    Format("report.xml", "report.xml of a UFDR", "ufdr", ufdr.CARRIES, ufdr.write_report),
)  # fmt: skip
