package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/format/markdown"
	"github.com/engross/engross/schema"
)

// ReviewOptions say how a manifest is reviewed.
type ReviewOptions struct {
	Unverified bool   // take agreements in PDF unproved
	Against    string // folder of last year's agreements (.md, .pdf) or term sheets (.json); "" for what the manifest says
	Workers    int    // 0 is one for each processor
}

// Review groups the agreements of a manifest by what changed in them against last
// year's. Without a folder of these, it tells what the manifest records of a batch
// that renewed.
func Review(ctx context.Context, lib *assemble.Library, manifest string, o ReviewOptions) (*Grouping, error) {
	if o.Against == "" {
		return gather(ctx, manifest, o.Workers, func(r *Record) (*Changes, error) {
			if r.Changes == nil {
				return nil, errors.New("the manifest has no changes for it: run engross batch with --renew, or name last year's agreements with --against")
			}
			return r.Changes, nil
		})
	}
	trust := draft.Opener{Library: lib, Unverified: o.Unverified}
	before, err := lastYear(o.Against)
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(manifest)
	return gather(ctx, manifest, o.Workers, func(r *Record) (*Changes, error) {
		now, sheet, err := standingDraft(trust, dir, r)
		if err != nil {
			return nil, err
		}
		path := before.find(r, sheet)
		if path == "" {
			return nil, errors.New("no agreement of last year has its reference, the reference it amends, or its file name")
		}
		then, last, err := readDraft(trust, path)
		if err != nil {
			return nil, err
		}
		if last == nil {
			last = sheetBeside(trust, path)
		}
		changes, _, err := Compare(then, now, termSheet(last), termSheet(sheet))
		return changes, err
	})
}

// Impact groups the agreements of a manifest by what another library would change
// in them. Was is the library they were made from, for agreements of which there
// is no Markdown.
func Impact(ctx context.Context, was, now *assemble.Library, manifest string, workers int) (*Grouping, error) {
	dir, wasHash := filepath.Dir(manifest), was.Hash()
	trust := draft.Opener{Library: was, Unverified: true} // files of the manifest, in which nothing is changed
	return gather(ctx, manifest, workers, func(r *Record) (*Changes, error) {
		sheet, err := standingSheet(trust, dir, r)
		if err != nil {
			return nil, err
		}
		var old *agreement.Document
		switch path := r.output(dir, ".md"); {
		case path != "":
			old, _, err = readDraft(trust, path)
		case r.Library == wasHash:
			old, err = document(was, sheet)
		default:
			err = errors.New("it was made from another library than the present one, and has no Markdown to compare with")
		}
		if err != nil {
			return nil, err
		}
		next, err := document(now, sheet)
		if err != nil {
			return nil, fmt.Errorf("with the new library it could not be made: %w", err)
		}
		changes, _, err := Compare(old, next, sheet.Sheet, sheet.Sheet)
		if err == nil && r.Library == wasHash {
			err = beneath(changes, was, now, sheet)
		}
		return changes, err
	})
}

// gather groups what compare says of each agreement of a manifest.
func gather(ctx context.Context, path string, workers int, compare func(*Record) (*Changes, error)) (*Grouping, error) {
	type compared struct {
		record  *Record
		changes *Changes
		err     error
	}
	var broken error
	var jobs iter.Seq[*Record] = func(yield func(*Record) bool) {
		for r, err := range Records(path) {
			if err != nil {
				broken = err
				return
			}
			if !yield(r) {
				return
			}
		}
	}
	g := newGrouper()
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	err := ordered(ctx, workers, jobs, func(r *Record) compared {
		if r.Status != Done {
			return compared{record: r}
		}
		changes, err := compare(r)
		return compared{r, changes, err}
	}, func(c compared) error {
		switch {
		case c.err != nil:
			g.unknown(c.record.Name, c.err)
		case c.changes != nil:
			g.add(c.record.Name, c.changes)
		case c.record.Status == Failed:
			g.result.Failed++
		}
		return nil
	})
	if broken != nil {
		err = broken
	}
	if err == nil {
		err = ctx.Err()
	}
	return g.grouping(), err
}

// output is the path of the agreement that a record has in a format, or "".
func (r *Record) output(dir, ext string) string {
	for _, o := range r.Outputs {
		if o.File == r.Name+ext {
			return filepath.Join(dir, o.File)
		}
	}
	return ""
}

// standingSheet is the term sheet of an agreement, from beside or inside it.
func standingSheet(trust draft.Opener, dir string, r *Record) (*schema.File, error) {
	for _, ext := range []string{".json", ".pdf"} {
		if path := r.output(dir, ext); path != "" {
			source, err := loadFile(trust, path)
			if err != nil {
				return nil, err
			}
			return source.Sheet, nil
		}
	}
	return nil, errors.New("its term sheet is not in the folder: run engross batch with json or pdf among --formats")
}

// standingDraft is an agreement as it stands in the folder, and its term sheet
// where that is there too.
func standingDraft(trust draft.Opener, dir string, r *Record) (*agreement.Document, *schema.File, error) {
	sheet, missing := standingSheet(trust, dir, r)
	if path := r.output(dir, ".md"); path != "" {
		doc, _, err := readDraft(trust, path)
		return doc, sheet, err
	}
	if missing != nil {
		return nil, nil, missing
	}
	doc, err := document(trust.Library, sheet)
	return doc, sheet, err
}

func termSheet(f *schema.File) *schema.TermSheet {
	if f == nil {
		return nil
	}
	return f.Sheet
}

// sheetBeside is the term sheet that lies beside an agreement in Markdown, or nil.
func sheetBeside(trust draft.Opener, path string) *schema.File {
	for _, ext := range []string{".json", ".pdf"} {
		if source, err := loadFile(trust, strings.TrimSuffix(path, filepath.Ext(path))+ext); err == nil {
			return source.Sheet
		}
	}
	return nil
}

// readDraft reads an agreement: Markdown as it stands; of a term sheet, or a PDF
// that carries one, what the library makes of it.
func readDraft(trust draft.Opener, path string) (*agreement.Document, *schema.File, error) {
	if strings.ToLower(filepath.Ext(path)) == ".md" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, unreadable(path, err)
		}
		doc, err := markdown.Read(path, text)
		return doc, nil, err
	}
	source, err := loadFile(trust, path)
	if err != nil {
		return nil, nil, err
	}
	doc, err := document(trust.Library, source.Sheet)
	return doc, source.Sheet, err
}

func document(lib *assemble.Library, f *schema.File) (*agreement.Document, error) {
	res, err := lib.Assemble(f, assemble.Options{})
	if err != nil {
		return nil, err
	}
	return res.Document, nil
}

// earlier is where last year's agreements are, by reference and by file name.
type earlier struct{ byReference, byName map[nameHash]string }

// lastYear looks through a folder. Of one agreement in several formats the
// Markdown is taken, which says what was signed in its own words.
func lastYear(dir string) (*earlier, error) {
	e := &earlier{map[nameHash]string{}, map[nameHash]string{}}
	for _, ext := range []string{".json", ".pdf", ".md"} {
		list, err := fs.Glob(os.DirFS(dir), "*"+ext)
		if err != nil {
			return nil, err
		}
		for _, file := range list {
			name := strings.TrimSuffix(file, ext)
			if slices.Contains(suffixes, filepath.Ext(name)) {
				continue
			}
			path := filepath.Join(dir, file)
			e.byName[hashName(name)] = path
			if ref, err := reference(path); err == nil && ref != "" {
				e.byReference[hashName(ref)] = path
			}
		}
	}
	if len(e.byName) == 0 {
		return nil, problem("batch-input", dir, "there is no agreement (.md, .pdf) or term sheet (.json) in the folder", "name the folder of last year's with --against")
	}
	return e, nil
}

// reference is the reference of an agreement or term sheet.
func reference(path string) (string, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if filepath.Ext(path) == ".md" {
		doc, err := markdown.Read(path, source)
		if err != nil {
			return "", err
		}
		return doc.Reference, nil
	}
	if strings.ToLower(filepath.Ext(path)) == ".pdf" {
		c, err := draft.Extract(path, source) // only to find it: it is proved when it is read
		if err != nil {
			return "", err
		}
		source = c.Best()
	}
	f, err := schema.Load(path, source)
	if f == nil {
		return "", err
	}
	return f.Sheet.Deal.ID, nil
}

// find is last year's agreement of a record, or "".
func (e *earlier) find(r *Record, sheet *schema.File) string {
	if sheet != nil {
		if path := e.byReference[hashName(sheet.Sheet.Deal.Amends.ID)]; path != "" && sheet.Sheet.Deal.Amends.ID != "" {
			return path
		}
	}
	if path := e.byReference[hashName(r.Name)]; path != "" {
		return path
	}
	return e.byName[hashName(r.Name)]
}
