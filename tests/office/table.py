"""Makes the workbook that an office would have of a published table: `table.py TABLE.tsv BOOK.xlsx`.

Numbers, percentages and dates become cells of their kind; an objective stands once, merged over its indicators.
"""

import re
import sys
from datetime import datetime

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

WIDTHS = [34, 52, 9, 4, 11, 24, 44, 12, 44]
LINE = Side(style="thin", color="999999")


def fill(cell, text):
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
    if re.fullmatch(r"\d+(,\d+)?%", text):
        cell.value, cell.number_format = round(float(text[:-1].replace(",", ".")) / 100, 6), "0.0%"
    elif re.fullmatch(r"\d+(,\d+)?", text):
        cell.value = float(text.replace(",", ".")) if "," in text else int(text)
    elif re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        cell.value, cell.number_format = datetime.strptime(text, "%d/%m/%Y"), "DD/MM/YYYY"
    elif text:
        cell.value = text


book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Obiettivi 2025"
table = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
width = max(map(len, table))
objective = None  # The row of the objective that the next rows belong to.
for number, row in enumerate(table, 1):
    filled = [text for text in row if text]
    if len(filled) == 1:
        sheet.cell(number, 1, filled[0]).font = Font(bold=True)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    elif filled:
        for column, text in enumerate(row, 1):
            fill(sheet.cell(number, column), text)
        if row[0] == "Obiettivo":
            for cell in sheet[number]:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    if len(filled) < 2 or row[0]:
        objective = number
    below = table[number] if number < len(table) else []
    if objective < number and (below[:1] != [""] or not any(below)):
        sheet.merge_cells(start_row=objective, end_row=number, start_column=1, end_column=1)
for column, size in enumerate(WIDTHS, 1):
    sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = size
book.properties.creator = "Ufficio programmazione e controllo"
book.properties.created = book.properties.modified = datetime(2025, 1, 31)
book.save(sys.argv[2])
