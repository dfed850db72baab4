"""A table of actuals as offices fill it, written by openpyxl: a title, merged cells, a percentage, a day, money, a yes,
and formulas whose values nobody has computed."""
import datetime
import sys

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Staff"
sheet["A1"] = "Raccolta dei consuntivi"
sheet.merge_cells("A1:E1")
for column, header in enumerate(["chiave", "descrizione", "periodo", "valore", "nota"], 1):
    sheet.cell(3, column, header)
rows = [
    ("A.1/quota", "=1/8", "0.0%"),
    ("A.1/tempi", datetime.date(2025, 10, 3), "dd/mm/yyyy"),
    ("A.1/spesa", 1250.5, '#,##0.00\\ "€"'),
    ("A.1/indagine", True, "General"),
]
for at, (key, value, shown) in enumerate(rows, 4):
    sheet.cell(at, 1, key)
    sheet.cell(at, 2, "che cosa\nsi chiede")
    sheet.cell(at, 3, 2025)
    sheet.cell(at, 4, value).number_format = shown
sheet["E4"] = ArrayFormula("E4:E5", "=D6:D7*2")
sheet["E6"] = '=IF(D6>0,"","?")'
if len(sys.argv) > 2:
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet.cell(5, 4, datetime.date(2025, 10, 3)).number_format = "dd/mm/yyyy"
book.save(sys.argv[1])
