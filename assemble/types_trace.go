package assemble

import (
	"github.com/engross/engross/agreement"
	"github.com/engross/engross/schema"
)

// A Trace tells what became of the values of a term sheet in an agreement.
type Trace struct {
	lib    *Library
	file   *schema.File
	doc    *agreement.Document
	stated []agreement.Value // as the term sheet numbers them
	looked []bool            // of each: a condition looked at it, whether it holds or not
	direct []agreement.Value // values that stand on the title page, in headers and in signatures
	tried  map[string]string // what the agreement says with an advice; "" where none is made
	tries  int               // advice judged so far
}

// A tracer notes what an assembly reads of the term sheet, and from that where
// words come from. A value is known by where it lies in memory: the sheet of an
// assembly does not move, and clauses, tables and conditions all read it there.
// There is a tracer only where a trace is asked for.
type tracer struct {
	file   *schema.File
	values []agreement.Value       // those that the term sheet states first, as it numbers them
	of     *tracer                 // that of the deal, which an assembly only reads; nil of that one
	given  places                  // stated values by where they lie in the term sheet
	places places                  // values by where they lie in the sheet of the deal
	names  map[string]int32        // what has a name and is not stated
	taken  map[parameterOf]int32   // defaults
	params map[parameterOf][]int32 // what parameters are made of, once they were read
	reads  []int32                 // what was read and not yet taken, by index in values
	base   int                     // where the reads of the method at hand begin
	joint  map[place][]int32       // what values made on the way are made of, by where they lie
	kept   []any                   // these, so that nothing else comes to lie there
	worked bool                    // what was read was reckoned with
	why    *guard                  // the last condition that was looked at
	direct []agreement.Value       // what is printed outside clauses
	looked []bool                  // of the stated values: a condition looked at it, whether it holds or not

	// Where the small things that a trace is made of come from, many at a time.
	lists      []int32
	conditions []agreement.Condition
	guards     []guard
	origins    []agreement.Origin
	defaults   []agreement.Default
	hangs      []*agreement.Condition
	events     []event
}

// A guard is a condition under which something is printed, within others. Most are
// never asked for.
type guard struct {
	outer  *guard
	site   *agreement.Site
	fails  bool
	values []int32
	made   *agreement.Condition
}

// parameterOf is a parameter of a clause of the deal.
type parameterOf struct {
	clause *chosen
	name   string
}

// places are values by where they lie: a table with open addresses, which costs a
// third of a map, and is asked for each value that a clause reads.
type places struct {
	slots []lying // a power of two of them; nil where nothing is known
	used  int
}

// A place is where a value lies: an object may lie where its first member does.
type place struct {
	addr uintptr
	kind shape
}

// A lying value is in a slot; one without a shape is free.
type lying struct {
	addr  uintptr
	value int32
	kind  shape
}

type shape uint8
