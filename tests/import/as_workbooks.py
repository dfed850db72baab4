"""Makes a workbook of each text: numbers as numbers, percentages as percentages, dates as dates; the rows of objectives
merged over the table's columns, and in the first document a header of two rows."""

import datetime, re, sys
from openpyxl import Workbook

NUMBER = re.compile(r"^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$")
DATE = re.compile(r"^(\d\d)/(\d\d)/(\d{4})$")

def put(cell, text):
    day = DATE.match(text)
    if text.endswith("%") and NUMBER.match(text[:-1]):
        cell.value, cell.number_format = number(text[:-1]) / 100, "0.00%"
    elif NUMBER.match(text):
        cell.value, cell.number_format = number(text), "#,##0.00"
    elif day:
        cell.value = datetime.date(int(day[3]), int(day[2]), int(day[1]))
        cell.number_format = "DD/MM/YYYY"
    else:
        cell.value, cell.data_type = text, "s"

def number(text):
    return float(text.replace(".", "").replace(",", "."))

for name in sys.argv[1:]:
    book = Workbook()
    sheet = book.active
    sheet.title = "Obiettivi e KPI"
    row = 0
    for line in open(name + ".txt", encoding="utf-8").read().split("\n"):
        row += 1
        cells = line.split("\t")
        two_rows = name == "000" and cells[0] == "Obiettivo"
        for column, text in enumerate(cells, 1):
            if two_rows and text == "Target Kpi 2025":
                sheet.cell(row, column).value = "Target Kpi"
                sheet.cell(row + 1, column).value = 2025
            elif text.strip():
                put(sheet.cell(row, column), text)
                if two_rows:
                    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        if len(cells) > 4 and cells[0] and not any(cells[1:]):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(cells))
        row += two_rows
    book.save(name + ".xlsx")
