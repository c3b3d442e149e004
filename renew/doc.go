// Package renew makes next year's term sheet from last year's by rules, and says
// in plain language what it did to each value.
//
//	rules, err := renew.LoadRules("rules.json", src)
//	next, err := renew.Renew(&renew.Last{Sheet: file}, rules, renew.Options{Library: lib, Today: today})
//	next.Sheet     // next year's term sheet, from which the year after is renewed
//	next.Document  // the term sheet of the document to be signed
//	next.Compared  // the term sheet whose agreement is compared with last year's
//	next.Report    // what was done to each value, and why
//
// A restated agreement is the whole text anew: the three term sheets are one. An
// amendment holds only what changes, in operative words that are derived from the
// redline of last year's agreement against the agreement as amended; see [Amend].
//
// [Renew] is a pure function. It reads no clock, no file and no network: the day on
// which it is asked and the values of price indices are given to it. It refuses
// where the facts do not allow a renewal, and names all of them at once.
package renew
