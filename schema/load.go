package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/engross/engross/agreement"
	"github.com/tailscale/hujson"
)

// What a term sheet may hold at most. The largest deal the schema allows (200
// parties, 20,000 assets) stays well below each.
const (
	MaxBytes  = 16 << 20  // length of the source
	maxDepth  = 64        // nesting of objects and arrays
	maxValues = 1_000_000 // values, so that memory stays in proportion
	maxListed = 1000      // problems reported one by one
)

// A File is a loaded term sheet and the places of its values. It is never
// changed after it has been loaded. Where a program builds a term sheet, a File
// with its Sheet alone will do.
type File struct {
	Name   string     // file name, for places
	Source []byte     // the text that was loaded, as UTF-8 without a byte order mark
	JSON   []byte     // the values as plain JSON on one line: no comments, no trailing commas, names sorted
	Sheet  *TermSheet // the values

	// Problems are all that was found, warnings included, in the order of
	// their places.
	Problems agreement.Problems

	root   hujson.Value // the source, parsed, with offsets
	plain  any          // the source as maps, slices, strings, json.Numbers and bools
	stated func() *stated
	lines  []int // offset of the first byte of each line

	// wide are the places of the members of objects with many, by name.
	wide map[*hujson.Object]map[string]int

	book *rulebook // what the file may hold
}

// Load reads a term sheet: JSON, in which comments and trailing commas are
// allowed, as UTF-8 or UTF-16. The error is [agreement.Problems] with all that is wrong, each
// problem placed, or nil; warnings are in File.Problems alone.
//
// Where the source is not JSON at all, Load returns no File and one problem.
// Otherwise the File has a Sheet even when there are errors: the values at
// fault are left out of it.
func Load(name string, src []byte) (*File, error) {
	f := &File{Name: name, Source: UTF8(src), Sheet: new(TermSheet), book: rules()}
	return f.load(f.Sheet)
}

// load reads the source and decodes the values that nothing is wrong with.
func (f *File) load(into any) (*File, error) {
	f.lines, f.wide = lineStarts(f.Source), map[*hujson.Object]map[string]int{}
	if ps := f.parse(); ps != nil {
		return nil, ps
	}
	r := reader{file: f, bad: map[string]bool{}, gravest: agreement.Note}
	f.plain = r.value(&f.root)
	f.stated = sync.OnceValue(func() *stated { return statedIn(f.plain) })
	r.validate()
	r.checkMoney()
	r.checkThousands()
	r.decode(into)
	f.Problems = r.problems
	f.Problems.Sort()
	if more := r.unlisted; more > 0 {
		f.Problems = append(f.Problems, &agreement.Problem{
			Severity: r.gravest, ID: "too-many-problems", Pos: f.at(len(f.Source)),
			Message: fmt.Sprintf("and %s more problems", group(fmt.Sprint(more))),
			Hint:    "mend those above first",
		})
	}
	return f, f.Problems.Err()
}

// Sourced is the file of a term sheet that a program built, with the values as JSON for
// its source, so that what it states can be told.
func (f *File) Sourced() (*File, error) {
	own := *f
	var err error
	if own.Source, err = Canonical(f.Sheet); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(own.Source))
	d.UseNumber()
	if err := d.Decode(&own.plain); err != nil {
		return nil, err
	}
	own.stated = sync.OnceValue(func() *stated { return statedIn(own.plain) })
	return &own, nil
}

// Read is [Load] from a reader. It reads at most [MaxBytes] and one.
func Read(name string, r io.Reader) (*File, error) {
	src, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, agreement.Problems{{
			ID: "unreadable", Message: fmt.Sprintf("the term sheet %s could not be read: %v", name, err), Err: err,
		}}
	}
	return Load(name, src)
}

// A reader collects what is wrong with one file while it is loaded.
type reader struct {
	file     *File
	problems agreement.Problems
	bad      map[string]bool    // JSON Pointers of values that a problem already concerns
	unlisted int                // problems found after so many that no more are listed
	gravest  agreement.Severity // of those unlisted
	path     []string           // where value is
	money    [][]string         // paths of the sums of money
	doubtful []doubtful         // numbers whose point may separate thousands
}

// note reports a problem at the current path, placed at an offset.
func (r *reader) note(offset int, severity agreement.Severity, id, message, hint string) {
	if !r.listed(severity) {
		return
	}
	r.problems.Add(&agreement.Problem{
		Severity: severity, ID: id, Pos: r.file.at(offset), Pointer: pointer(r.path), Message: message, Hint: hint,
	})
}

// add reports an error at the current path; the value there is left out of the
// Sheet.
func (r *reader) add(offset int, id, message, hint string) {
	r.bad[pointer(r.path)] = true
	r.note(offset, agreement.Error, id, message, hint)
}

// addAt reports an error at a path; the value there is left out of the Sheet.
func (r *reader) addAt(path []string, id, message, hint string) {
	r.path = path
	v, _ := r.file.find(path)
	r.add(v.StartOffset, id, message, hint)
}

// spoilt reports whether a problem is known of a value or of one it lies in.
func (r *reader) spoilt(path []string) bool {
	for i := range len(path) + 1 {
		if r.bad[pointer(path[:i])] {
			return true
		}
	}
	return false
}

// decode fills a struct with the values that nothing is wrong with.
func (r *reader) decode(into any) {
	f := r.file
	for at := range r.bad {
		f.plain = without(f.plain, segments(at))
	}
	f.JSON = []byte(compact(f.plain))
	d := json.NewDecoder(bytes.NewReader(f.JSON))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		r.addAt(nil, "undecodable", "the "+f.book.noun+" could not be read: "+strings.TrimPrefix(err.Error(), "json: "), "")
	}
}

// without is a decoded JSON value less what stands at a path: a member is
// taken away, an element becomes null so that the others keep their places.
func without(v any, path []string) any {
	if len(path) == 0 {
		return map[string]any{}
	}
	name, inner := path[0], step(v, path[0])
	switch v := v.(type) {
	case map[string]any:
		if len(path) == 1 {
			delete(v, name)
		} else if inner != nil {
			v[name] = without(inner, path[1:])
		}
	case []any:
		if i, err := strconv.Atoi(name); err == nil && 0 <= i && i < len(v) {
			if v[i] = nil; len(path) > 1 {
				v[i] = without(inner, path[1:])
			}
		}
	}
	return v
}
