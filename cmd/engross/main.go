// Command engross makes, checks, compares and renews cross-licensing
// agreements. See README.md.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
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
// to a limit in bytes: who reads or makes thousands of agreements makes garbage by the
// gigabyte, of which little is in use at a time. Where more is in use than half the
// limit, the limit gives way, for else collecting would be all that is done.
func collectSeldom(limit int64) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	seldom.Store(true)
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(limit)
	var collected func(stands int64)
	collected = func(stands int64) {
		inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(inUse)
		if want := max(limit, 2*int64(inUse[0].Value.Uint64())); want != stands {
			debug.SetMemoryLimit(want)
			stands = want
		}
		runtime.AddCleanup(new([16]byte), collected, stands)
	}
	collected(limit)
}
