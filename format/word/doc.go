// Package word prints an [agreement.Document] as a Word file (Office Open XML) and
// reads one back. A redline is a document too: its changes become tracked changes.
//
// Same document, same bytes. The package reads no clock, no file but its own
// embedded styles, and no environment; it is safe for concurrent use.
//
// # What is written
//
// Numbers are Word's own, in one list with levels for the sections and one for each
// schedule and for the parties and recitals, so that a provision that is typed in
// renumbers those after it. The writer counts as Word does; a label that Word would
// not make is typed. A cross-reference is a field whose result stands ready. No page
// number stands in the contents, since only Word knows it; it comes with the first
// update of the field.
//
// The ID of a provision is carried by a bookmark around the words of its first
// paragraph, which is what survives other programs best. Content controls, which
// survive them worst, are not used. Which bookmark is which ID, and what else is to
// travel with the document, is in a custom XML part.
package word
