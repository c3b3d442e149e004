// Command engross makes, checks, compares and renews cross-licensing
// agreements. See README.md.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

func main() {
	lateFirstCollection()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// lateFirstCollection lets a command that needs little memory end before any of it is
// collected, which is a quarter of the work of comparing two drafts and an eighth of
// making an agreement. After the first collection all is as it is by default.
func lateFirstCollection() {
	const first = 1200 // percent of the 4 MB that the first collection waits for
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(first)
	runtime.AddCleanup(new([16]byte), func(percent int) {
		if !seldom.Load() {
			debug.SetGCPercent(percent)
		}
	}, usual)
}

// seldom says that a command asked for memory to be collected seldom.
var seldom atomic.Bool

// collectSeldom lets memory grow to some times what is in use before it is collected, up
// to a limit: who reads or makes thousands of agreements makes garbage by the gigabyte,
// of which little is in use at a time.
func collectSeldom() {
	const percent, limit = 400, 400 << 20
	if os.Getenv("GOGC") == "" {
		seldom.Store(true)
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
