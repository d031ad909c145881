"""A clerk at LibreOffice Calc: fills forms in, sorts their rows, renames one.

    /usr/bin/python3 clerk.py PROFILE_FOLDER < forms.json

Standard input lists the forms: [{"path", "saved", "head", "last", "width", "name",
"typed": [{"cell", "text", "number"}]}]; head and last are rows, width and name
columns, all counted from 1. Each is saved as .xlsx under "saved".
"""

import json
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField


def prop(name, value):
    return PropertyValue(Name=name, Value=value)


def connect(office, address):
    """The running office's desktop, once it answers; it has a minute to start."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + 60
    while True:
        try:
            context = resolver.resolve("uno:" + address + ";urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if office.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


def fill(sheet, typed):
    """Types into a sheet that is still protected, so into open cells only."""
    assert sheet.isProtected(), "the form is not protected"
    for entry in typed:
        cell = sheet.getCellRangeByName(entry["cell"])
        assert not cell.CellProtection.IsLocked, entry["cell"] + " is locked"
        if entry["number"]:
            cell.setValue(float(entry["number"]))
        else:
            cell.setString(entry["text"])


def sort(sheet, form):
    """Sorts by the project's name, Z to A; 数据 → 排序 asks for nothing else."""
    sheet.unprotect("")
    assert not sheet.isProtected(), "the protection asks for a password"
    rows = sheet.getCellRangeByPosition(0, form["head"], form["width"] - 1, form["last"] - 1)
    key = TableSortField(Field=form["name"] - 1, IsAscending=False)
    rows.sort((
        prop("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (key,))),
        prop("ContainsHeader", False),
        prop("BindFormatsToContent", True),
    ))


def hand_in(desktop, form):
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(form["path"]), "_blank", 0, (prop("Hidden", True),))
    try:
        sheet = book.Sheets.getByIndex(0)
        fill(sheet, form["typed"])
        sort(sheet, form)
        sheet.getCellByPosition(form["name"] - 1, form["head"]).setString("换了名字的一项")
        book.storeToURL(uno.systemPathToFileUrl(form["saved"]), (prop("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        book.close(True)


def main():
    forms = json.load(sys.stdin)
    profile = sys.argv[1]
    address = "pipe,name=clerk" + str(abs(hash(profile)))
    office = subprocess.Popen([
        "soffice", "-env:UserInstallation=" + uno.systemPathToFileUrl(profile),
        "--headless", "--norestore", "--accept=" + address + ";urp;",
    ])
    try:
        desktop = connect(office, address)
        for form in forms:
            hand_in(desktop, form)
        desktop.terminate()
        office.wait(60)
    finally:
        if office.poll() is None:
            office.kill()


main()
