"""What a form is, a line for each thing that an office's program must keep: `look.py FORM`. How the window shows it
(frozen panes) stands apart, since LibreOffice without a window has none."""

import sys

import openpyxl
from openpyxl.utils import get_column_letter

book = openpyxl.load_workbook(sys.argv[1])
lines = []


def say(*parts):
    lines.append("\t".join("" if part is None else str(part).replace("\n", "\\n") for part in parts))


def formula(text):
    """Without the quotes that a sheet's name need not have."""
    text = text.replace("_xlfn.", "")
    for sheet in book.worksheets:
        text = text.replace(f"'{sheet.title}'!", f"{sheet.title}!")
    return text


def shown(cell):
    value = formula(cell.value) if cell.data_type == "f" else cell.value
    number_format = cell.number_format.replace("\\ ", " ").replace('"', "").lower()
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""
    return value, number_format, "locked" if cell.protection.locked else "open", fill


for sheet in book.worksheets:
    name, setup, properties = sheet.title, sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    say(name, "sheet", sheet.sheet_state, "protected" if sheet.protection.sheet else "open")
    if sheet.sheet_state == "visible":
        fitted = (properties.fitToPage, setup.fitToWidth or 1, setup.fitToHeight)
        say(name, "paper", setup.orientation, setup.paperSize, *fitted, sheet.oddFooter.right.text)
        say(name, "printed", sheet.print_area, sheet.print_title_rows)
    say(name, "window", sheet.freeze_panes)
    for column in map(get_column_letter, range(1, sheet.max_column + 1)):
        say(name, "width", column, round(sheet.column_dimensions[column].width))
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None or not cell.protection.locked:
                say(name, cell.coordinate, *shown(cell))
    accepted = []
    for rule in sheet.data_validations.dataValidation:
        bounds = [bound for bound in (rule.formula1, rule.formula2) if bound not in (None, "0")]
        for cells in str(rule.sqref).split():
            accepted.append((cells, rule.type, *bounds, rule.prompt, rule.error, rule.errorStyle or "stop"))
    for rule in sorted(accepted):
        say(name, "accepts", *rule)
    coloured = []
    for cells, rules in sheet.conditional_formatting._cf_rules.items():
        for rule in rules:
            coloured.append((rule.priority, cells.sqref, *rule.formula, rule.dxf.fill.bgColor.rgb))
    for rule in sorted(coloured, key=lambda rule: rule[0]):
        say(name, "colours", *rule[1:])

print("\n".join(lines))
