// Package pdf prints an [agreement.Document] as PDF and reads its own PDF back: the
// attachments, and the words of each page. A redline is a document too and needs
// nothing more.
//
// Same document, same bytes. The package reads no clock, no file but its own
// embedded fonts, and no environment; it is safe for concurrent use. The printer
// returns the errors of its writer and [agreement.Problems], no others.
package pdf
