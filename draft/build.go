package draft

import (
	"cmp"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/engross/engross/assemble"
	"github.com/engross/engross/format/pdf"
)

// A Build is the program that made an agreement: what decides, beside the term
// sheet and the library, which bytes come out.
type Build struct {
	Version  string            `json:"version"`            // of engross
	Revision string            `json:"revision,omitempty"` // of its source; "" where it was built without
	Modified bool              `json:"modified,omitempty"` // the source was not that of the revision
	Go       string            `json:"go"`                 // version of the compiler
	Modules  map[string]string `json:"modules"`            // version of each module that shapes the output
	Data     string            `json:"data"`               // digest of the fonts and the hyphenation patterns
}

// shaping are the modules whose version may change the bytes of an agreement.
var shaping = []string{
	"github.com/go-pdf/fpdf", "github.com/klauspost/compress", "github.com/Masterminds/sprig/v3",
	"github.com/shopspring/decimal", "github.com/yuin/goldmark", "golang.org/x/image", "golang.org/x/text",
}

// ThisBuild is the running program.
var ThisBuild = sync.OnceValue(func() *Build {
	b := &Build{Version: assemble.Version, Modules: map[string]string{}, Data: "sha256:" + pdf.DataDigest}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Go = info.GoVersion
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	for _, m := range info.Deps {
		if slices.Contains(shaping, m.Path) {
			b.Modules[m.Path] = m.Version
		}
	}
	return b
})

// build is the program that the manifest names.
func (o Options) build() *Build {
	if o.Build != nil {
		return o.Build
	}
	return ThisBuild()
}

// differences is in what two builds differ, a sentence each without a full stop.
func (b *Build) differences(now *Build) []string {
	var list []string
	other := func(what, was, is string) {
		if was != is {
			list = append(list, fmt.Sprintf("it was made with %s %s; this program has %s", what, cmp.Or(was, "unnamed"), cmp.Or(is, "none that is named")))
		}
	}
	if b == nil {
		return []string{"its manifest does not say which build of engross made it, as those of 0.1.0 do not"}
	}
	other("engross", b.Version, now.Version)
	other("the source revision", b.Revision, now.Revision)
	other("the compiler", b.Go, now.Go)
	all := maps.Clone(b.Modules)
	maps.Copy(all, now.Modules)
	for _, m := range slices.Sorted(maps.Keys(all)) {
		other(m, b.Modules[m], now.Modules[m])
	}
	other("fonts and hyphenation patterns", b.Data, now.Data)
	return list
}
