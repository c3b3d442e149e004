// Package batch makes many agreements: a row of an [Input] is one term sheet,
// and [Run] makes the files of each.
//
// Run goes over the input twice. First every row is loaded, resolved and named,
// and nothing is written; then each row that is not already done is made, on
// several goroutines that share one library. A row that is at fault stops no
// other. Each file is written whole or not at all, and what stands on disk is in
// the manifest: JSON Lines, one [Record] for each row, in the order of the rows,
// the same bytes whatever the number of workers but for the time each row took.
// A batch that was interrupted, or whose input has changed, is run again: what is
// done is kept, the rest is made.
//
// The unit of work, [Maker.Make], is a pure function from a [Job] to an
// [Outcome]. Memory does not grow with the number of rows, but for about a
// hundred bytes each.
//
// [Review] groups the records of a manifest by what changed against last year's
// agreements, [Impact] by what another clause library would change, and [MergeFolder]
// joins the manifests of the shards of a batch.
package batch
