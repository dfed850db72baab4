' Fills in a form in LibreOffice as an office would, and saves it in the formats it might choose. An answer is a line:
' sheet, cell, kind, value. Whatever fails is written beside, and LibreOffice ends.
Sub Fill(form As String, answers As String, filled As String)
    On Error GoTo Failed
    Dim hidden(0) As New com.sun.star.beans.PropertyValue
    hidden(0).Name = "Hidden"
    hidden(0).Value = True
    Dim book As Object
    book = StarDesktop.loadComponentFromURL(ConvertToURL(form), "_blank", 0, hidden())

    Dim handle As Integer, answer As String
    handle = FreeFile
    Open answers For Input As #handle
    Do While Not EOF(handle)
        Line Input #handle, answer
        WriteDown(book, Split(answer, Chr(9)))
    Loop
    Close #handle

    Store(book, filled & ".xlsx", "Calc MS Excel 2007 XML")
    Store(book, filled & ".xls", "MS Excel 97")
    Store(book, filled & ".ods", "calc8")
    StarDesktop.terminate()
    Exit Sub
Failed:
    handle = FreeFile
    Open filled & ".txt" For Output As #handle
    Print #handle, "line " & Erl & ": " & Error$
    Close #handle
    StarDesktop.terminate()
End Sub

Sub WriteDown(book As Object, parts)
    Dim cell As Object
    cell = book.Sheets.getByName(parts(0)).getCellRangeByName(parts(1))
    Select Case parts(2)
        Case "number"
            cell.setValue(Val(parts(3)))
        Case "date"
            cell.setValue(CDateFromIso(Replace(parts(3), "-", "")))
        Case Else
            cell.setString(parts(3))
    End Select
End Sub

Sub Store(book As Object, path As String, filter As String)
    Dim how(0) As New com.sun.star.beans.PropertyValue
    how(0).Name = "FilterName"
    how(0).Value = filter
    book.storeToURL(ConvertToURL(path), how())
End Sub
