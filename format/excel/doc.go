// Package excel writes and reads the workbooks of spreadsheets (.xlsx).
//
// [Write] writes dates and numbers as themselves, text as text whatever it begins
// with, and never a formula. The same workbook gives the same bytes.
//
// [Open] reads what any spreadsheet wrote, a row at a time, within limits: each
// [Cell] is what a person sees in it. A number that is shown as a date is a day, in
// either system of dates; one shown in percent is a percentage; a number has the
// fifteen digits that spreadsheets keep.
//
// The package is ours because no library of Go reads types and styles without the
// whole workbook in memory, and because linking one would cost every command
// several milliseconds.
package excel
