// Package markdown prints an [agreement.Document] as Markdown and as HTML, and reads
// an agreement back from Markdown: its own, edited by hand, or from another
// office. A redline is a document too and needs nothing more.
//
// Same document, same bytes. The package reads no clock, no file but its own
// embedded style sheet, and no environment; it is safe for concurrent use.
// Printers return the errors of their writer and no others.
//
// # Markdown
//
// Markdown is the canonical text. It is meant to read well raw, on GitHub and in
// a diff, and to be read back ([Read]). Every word of the document
// prints as itself, whatever it is made of: mark-up in a party's name is escaped.
//
//	# Patent Cross-Licence Agreement          the title
//	**DRAFT**                                 unless it is an execution copy
//	- Reference: PCL-7                        the facts of the title page
//	- Party: **Alpha Corporation**, "**Alpha**"
//	## Background                             unnumbered matter
//	# Part B: Licences                        a part; schedules and annexes alike
//	## 4. Escrow                              a section with a title
//	4.2 **Objection.** The Depositor may      a provision: label, title, words
//	"**Affiliate**" means                     a definition
//	[Section 4.2](#escrow-release-objection)  a cross-reference
//
// One paragraph is one line. A provision below a sub-section, and a further
// paragraph of a provision, is indented by two em spaces a level: it can be seen
// raw and rendered, where four ordinary spaces would make a block of code. So
// flush language under (b) and flush language under 4.2 look different. A
// label that would start a list is written "4\.".
//
// A provision that is referred to has an anchor, <a id="..."></a>, on the line
// above it; its name is the ID of the provision with hyphens for whatever is not
// a letter or digit.
//
// In a redline what only the new draft has stands between <ins> and </ins>, what
// only the old has between <del> and </del>, never across the end of a block; a
// label or a reference that was only renumbered shows both; and both ends of a
// move carry a note, *[moved to 13.12]* and *[moved from 5.4]*.
//
// An agreement, but not a redline, ends with a comment that says what the text
// cannot: IDs, citations, and which library text each clause came from. Read
// back without the comment, or with words and numbers changed by hand, it is
// still the same agreement, with fewer IDs.
//
// # HTML
//
// HTML is the Markdown as goldmark renders it, in a page of its own with a list
// of contents and a style sheet, so that it cannot say anything else.
package markdown
