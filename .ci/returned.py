#!/usr/bin/python3
"""Makes draft/testdata/returned: an agreement as it comes back from LibreOffice.

	.ci/returned.py FOLDER

FOLDER has sent.docx, which `go test ./draft -run TestReturned -update` writes. Each
edit below is made in it by LibreOffice itself, through its programming interface, as
somebody does who types: so what stands in the files is what LibreOffice writes. It
needs soffice and python3-uno. CI makes the files anew with the LibreOffice that it has
and asks for the same answers; those of the repository were made with 7.4.
"""
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

WORD = "MS Word 2007 XML"


def value(name, v):
    p = PropertyValue()
    p.Name, p.Value = name, v
    return p


class Office:
    """One running LibreOffice."""

    def __init__(self):
        self.home = tempfile.TemporaryDirectory()
        pipe = "engross%d" % os.getpid()
        self.process = subprocess.Popen(
            ["soffice", "-env:UserInstallation=file://" + self.home.name, "--headless", "--norestore",
             "--accept=pipe,name=%s;urp" % pipe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(240):
            try:
                self.context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
                break
            except Exception:
                time.sleep(0.25)
        self.desktop = self.create("com.sun.star.frame.Desktop")

    def create(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def author(self, given, last):
        """Who changes are tracked as made by from now on."""
        provider = self.create("com.sun.star.configuration.ConfigurationProvider")
        data = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", (value("nodepath", "/org.openoffice.UserProfile/Data"),))
        data.setPropertyValue("givenname", given)
        data.setPropertyValue("sn", last)
        data.commitChanges()

    def open(self, path):
        return Text(self, self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (value("Hidden", True),)))

    def close(self):
        try:
            self.desktop.terminate()
        except Exception:
            pass
        self.process.wait(60)
        self.home.cleanup()


class Text:
    """An open document."""

    def __init__(self, office, doc):
        self.office, self.doc = office, doc

    def track(self, on, *author):
        if author:
            self.office.author(*author)
        self.doc.setPropertyValue("RecordChanges", on)

    def find(self, words):
        search = self.doc.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.doc.findFirst(search)
        if found is None:
            raise LookupError(words)
        return found

    def retype(self, old, new):
        found = self.find(old)
        found.getText().insertString(found, new, True)

    def everywhere(self, old, new):
        replace = self.doc.createReplaceDescriptor()
        replace.SearchString, replace.ReplaceString, replace.SearchCaseSensitive = old, new, True
        self.doc.replaceAll(replace)

    def paragraph(self, words):
        found = self.find(words)
        cursor = found.getText().createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def delete_paragraph(self, words):
        cursor = self.paragraph(words)
        cursor.goRight(1, True)  # with its end
        cursor.setString("")

    def type_after(self, words, new):
        """Enter at the end of a paragraph, and words."""
        cursor = self.paragraph(words)
        cursor.collapseToEnd()
        text = cursor.getText()
        text.insertControlCharacter(cursor, 0, False)  # a paragraph break
        text.insertString(cursor, new, False)

    def split(self, words):
        """Enter before words."""
        found = self.find(words)
        found.getText().insertControlCharacter(found.getStart(), 0, False)

    def look(self, words, **look):
        found = self.find(words)
        for name, v in look.items():
            found.setPropertyValue(name, v)

    def comment(self, words, author, said):
        note = self.doc.createInstance("com.sun.star.text.textfield.Annotation")
        note.Author, note.Content = author, said
        found = self.find(words)
        found.getText().insertTextContent(found, note, True)

    def table(self, words):
        tables = self.doc.getTextTables()
        for i in range(tables.getCount()):
            t = tables.getByIndex(i)
            for name in t.getCellNames():
                if words in t.getCellByName(name).getString():
                    return t, name
        raise LookupError(words)

    def cut_row(self, words):
        t, name = self.table(words)
        t.getRows().removeByIndex(int(name[1:]) - 1, 1)

    def add_row(self, words, *cells):
        t, name = self.table(words)
        at = int(name[1:])
        t.getRows().insertByIndex(at, 1)
        for column, s in zip("ABC", cells):
            t.getCellByName("%s%d" % (column, at + 1)).setString(s)

    def select(self, cursor):
        self.doc.getCurrentController().select(cursor)

    def dispatch(self, command):
        helper = self.office.create("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(self.doc.getCurrentController().getFrame(), command, "", 0, ())

    def through(self, filter, ending):
        """Saved in another format, closed, and opened again."""
        with tempfile.TemporaryDirectory() as d:
            path = os.path.join(d, "between." + ending)
            self.doc.storeToURL(uno.systemPathToFileUrl(path), (value("FilterName", filter),))
            self.doc.close(True)
            self.doc = self.office.open(path).doc

    def save(self, path):
        self.doc.storeToURL(uno.systemPathToFileUrl(path), (value("FilterName", WORD),))
        self.doc.close(True)


def saved(t):
    pass


def through_odt(t):
    t.through("writer8", "odt")


def through_odt_edited(t):
    t.retype("EUR 12,500", "EUR 11,000")
    t.through("writer8", "odt")


def through_odt_tracked(t):
    t.track(True, "Ewa", "Nowak")
    t.retype("EUR 12,500", "EUR 11,000")
    t.through("writer8", "odt")


def through_doc(t):
    t.through("MS Word 97", "doc")


def through_rtf(t):
    t.through("Rich Text Format", "rtf")


def words_tracked(t):
    t.track(True, "Ewa", "Nowak")
    t.retype("for its own products", "for its own and its customers’ products")
    t.retype("EUR 12,500", "EUR 11,000")


def words_plain(t):
    t.retype("45 days", "60 days")
    t.retype("bound to secrecy", "bound to keep it secret")


def one_untracked_among_tracked(t):
    t.track(True, "Ewa", "Nowak")
    t.retype("by the end of January", "by the end of February")
    t.track(False)
    t.retype("interest of 5% a year", "interest of 3% a year")
    t.track(True)
    t.retype("28 February 2032", "28 February 2034")


def two_authors(t):
    t.track(True, "Ewa", "Nowak")
    t.retype("once a year", "twice a year")
    t.track(True, "Jan", "Kowal")
    t.retype("45 days", "90 days")


def provision_deleted_tracked(t):
    t.track(True, "Ewa", "Nowak")
    t.delete_paragraph("Late payment.")


def provision_deleted_plain(t):
    t.delete_paragraph("Audit.")


def provision_typed_tracked(t):
    t.track(True, "Ewa", "Nowak")
    t.type_after("Interest is due on demand.", "Currency. All sums are paid in euro.")


def provision_typed_plain(t):
    t.type_after("bound to secrecy.", "Books. Łuk shall keep books on its kilns.")


def item_typed(t):
    t.track(True, "Ewa", "Nowak")
    t.type_after("copy the Program, except", "change the Program;")


def provision_split(t):
    t.split("Interest is due on demand.")


def provision_moved(t):
    t.track(True, "Ewa", "Nowak")
    t.select(t.paragraph("Late payment."))
    t.dispatch(".uno:MoveDown")


def definition_changed(t):
    t.track(True, "Ewa", "Nowak")
    t.retype("temperatures and times", "temperatures, times and gas flows")


def renamed_everywhere(t):
    t.everywhere("Firing Curve", "Curve of Firing")


def cell_changed(t):
    t.track(True, "Ewa", "Nowak")
    t.retype("Remote view", "Remote view and alarm")
    t.track(False)
    t.retype("1.1", "1.2")


def row_deleted(t):
    t.cut_row("Curve editor")


def row_added(t):
    t.add_row("Curve editor", "Recorder", "1.0", "6")


def signatory_changed(t):
    t.retype("Piotr Sowa", "Maria Lis")


def made_bold(t):
    t.look("in advance", CharWeight=150.0)
    t.track(True, "Ewa", "Nowak")
    t.look("once a year", CharStrikeout=1)


def commented(t):
    t.comment("45 days", "Ewa Nowak", "Too short for us.")
    t.retype("45 days", "50 days")


def quotes_and_blanks(t):
    t.retype("30 days’ notice", "30\u00a0days' notice")
    t.retype("non-exclusive", "non\u2011exclusive")


def reference_typed_over(t):
    found = t.find("unless Section ")
    cursor = found.getText().createTextCursorByRange(found.getEnd())
    cursor.goRight(1, True)  # the field
    cursor.setString("2.1")


def provisions_joined(t):
    cursor = t.paragraph("Late payment.")
    cursor.collapseToEnd()
    cursor.goRight(1, True)  # the end of the paragraph
    cursor.setString(" ")


def cut_and_pasted(t):
    t.select(t.paragraph("Other works."))
    t.dispatch(".uno:Cut")
    t.select(t.paragraph("copy the Program, except").getStart())
    t.dispatch(".uno:Paste")


def definition_deleted(t):
    t.track(True, "Ewa", "Nowak")
    t.delete_paragraph("means a series of")


def footnote_added(t):
    note = t.doc.createInstance("com.sun.star.text.Footnote")
    found = t.find("in advance")
    found.getText().insertTextContent(found.getEnd(), note, False)
    note.setString("Or in two halves.")


def hidden(t):
    t.look("for its own products", CharHidden=True)


def number_taken_away(t):
    t.paragraph("Late payment.").setPropertyValue("NumberingIsNumber", False)


def link_added(t):
    t.look("auditor", HyperLinkURL="https://auditor.example/terms")


def accepted_by_them(t):
    words_tracked(t)
    t.dispatch(".uno:AcceptAllTrackedChanges")


def rejected_by_them(t):
    words_tracked(t)
    t.dispatch(".uno:RejectAllTrackedChanges")


EDITS = [saved, through_odt, through_odt_edited, through_odt_tracked, through_doc, through_rtf, words_tracked, words_plain,
         one_untracked_among_tracked, two_authors, provision_deleted_tracked, provision_deleted_plain, provision_typed_tracked,
         provision_typed_plain, item_typed, provision_split, provision_moved, definition_changed, renamed_everywhere, cell_changed,
         row_deleted, row_added, signatory_changed, made_bold, commented, quotes_and_blanks, reference_typed_over,
         provisions_joined, cut_and_pasted, definition_deleted, footnote_added, hidden, number_taken_away, link_added,
         accepted_by_them, rejected_by_them]


def main():
    folder = os.path.abspath(sys.argv[1])
    office = Office()
    try:
        for edit in EDITS:
            if len(sys.argv) > 2 and edit.__name__ not in sys.argv[2:]:
                continue
            text = office.open(os.path.join(folder, "sent.docx"))
            edit(text)
            text.save(os.path.join(folder, edit.__name__.replace("_", "-") + ".docx"))
            print(edit.__name__)
    finally:
        office.close()


if __name__ == "__main__":
    main()
