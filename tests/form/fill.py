"""Fills in a form as an office would: `fill.py FORM ANSWERS FILLED`. An answer is a line: sheet, cell, kind, value."""

import datetime
import sys

import openpyxl

form, answers, filled = sys.argv[1:]
book = openpyxl.load_workbook(form)
for line in open(answers, encoding="utf-8"):
    sheet, cell, kind, value = line.rstrip("\n").split("\t")
    cell = book[sheet][cell]
    assert not cell.protection.locked and book[sheet].protection.sheet, "only what is to be filled is open"
    if kind == "number":
        value = float(value)
    elif kind == "date":
        value = datetime.date.fromisoformat(value)
    cell.value = value
book.save(filled)
