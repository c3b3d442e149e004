// Package schema is what a term sheet may say: Go types for every value, the
// JSON Schema generated from them, and loading with every error placed.
//
// The comment of each field is its description in the JSON Schema and in the
// documentation; it says what the value means, in which unit. Numbers that have
// a unit have a type that prints it ([Days], [Months], [Percent], [Money]).
// A field that may be left out is a pointer, or has a zero value that means
// "not given".
//
// [Load] reads a term sheet; [File.Pos] tells where each of its values stands.
// The methods of [TermSheet] answer what many readers ask: who the members are,
// which assets a grant covers, what countries a territory has, on what day a
// grant ends. [TermSheet.Get] and [TermSheet.Set] reach values by path,
// [Canonical] writes a term sheet back, [Changes] compares two.
package schema
