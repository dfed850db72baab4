"""Fills in a form as the offices would: `fill.py FORM.xlsx ANSWERS.csv FILLED.xlsx`.

An answer is `beginning of the key;end of the key;period;value;note`; a value without digits is an `esito`.
"""

import csv
import sys

import openpyxl


def number(text):
    points = text.endswith("%")
    value = float(text.rstrip("%").replace(",", "."))
    value = value / 100 if points else value
    return int(value) if value == int(value) else value


# With the bold and faint parts of its texts.
book = openpyxl.load_workbook(sys.argv[1], rich_text=True)
answers = [row for row in csv.reader(open(sys.argv[2], encoding="utf-8"), delimiter=";") if row]
for sheet in book.worksheets:
    header = next((row for row in sheet.iter_rows(max_row=20) if any(cell.value == "Chiave" for cell in row)), None)
    if header is None:
        continue
    at = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        key, period = (sheet.cell(row, at[name]).value for name in ("Chiave", "Periodo"))
        for answer in answers:
            start, end, when, value, note = answer
            if not (key and key.startswith(start) and key.endswith(end) and period == when):
                continue
            try:
                sheet.cell(row, at["Valore"]).value = number(value)
            except ValueError:
                # What is no number and no outcome is what somebody wrote where a number belongs.
                name = "Esito" if value == "non disponibile" else "Valore"
                sheet.cell(row, at[name]).value = value
            if note:
                sheet.cell(row, at["Nota"]).value = note
            answers.remove(answer)
            break
assert not answers, f"no row asks for {answers}"
book.save(sys.argv[3])
