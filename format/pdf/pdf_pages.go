package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
)

// A Reading is what a PDF says and draws, as far as it can be read: enough to
// tell on which page two files differ.
type Reading struct {
	Pages []ReadPage
	Rest  map[string][32]byte // digests of what belongs to no page, by what it is for a reader
}

// A ReadPage is one page of a file.
type ReadPage struct {
	Lines  []string // its words in the order in which they are drawn, a string for each line or cell
	Size   string   // of the sheet, as the file gives it
	Drawn  [32]byte // digest of all that draws it: its content, its fonts and pictures
	Notes  [32]byte // digest of its links and annotations
	Noted  int      // how many it has
	Damage error    // why its content cannot be read, or not to the end; nil where it can
}

// Read reads a PDF that [Write] wrote, whole, damaged or rewritten by another
// program. Words set in a font that is not of engross's making are left out. A
// file that is no PDF, or has no pages that can be found, is an
// [agreement.Problems] error.
func Read(pdf []byte) (*Reading, error) {
	r, err := open(pdf)
	if err == nil {
		var got *Reading
		if got, err = r.reading(); err == nil {
			return got, nil
		}
	}
	return nil, agreement.Problems{{
		ID: "unreadable", Message: "the pages of the PDF cannot be read: " + err.Error(),
		Hint: "use the PDF as engross wrote it", Err: err,
	}}
}

const (
	mostPages   = 20_000
	mostDeep    = 40 // of the tree of pages, and of what a page is drawn with
	mostContent = 64 // parts of the content of a page
)

func (r *reader) reading() (*Reading, error) {
	catalog, _ := r.dict(r.trailer["Root"])
	w := &walk{reader: r, digests: map[int][32]byte{}, numbers: map[int]int{}, decoders: map[reference]func(string) string{}}
	if err := w.tree(catalog["Pages"], nil, 0); err != nil {
		return nil, err
	}
	if len(w.pages) == 0 {
		return nil, errors.New("it has no pages")
	}
	got := &Reading{Rest: map[string][32]byte{}}
	for _, p := range w.pages {
		got.Pages = append(got.Pages, w.page(p))
	}
	info, _ := r.dict(r.trailer["Info"])
	for what, v := range map[string]any{"its title": info["Title"], "its subject": info["Subject"], "its author": info["Author"], "its language": catalog["Lang"]} {
		if v != nil {
			got.Rest[what] = sha256.Sum256([]byte(plainText(v)))
		}
	}
	for key, v := range catalog {
		what, known := catalogParts[key]
		switch {
		case !known:
			what = "the entry " + key + " of the document"
		case what == "":
			continue
		}
		got.Rest[what] = w.digest(v)
	}
	return got, nil
}

// catalogParts are the entries of a catalog; those without a name are looked at
// elsewhere or say nothing.
var catalogParts = map[string]string{
	"Type": "", "Pages": "", "Lang": "", "AF": "", "Names": "", "Version": "", "Extensions": "", "PageMode": "", "ViewerPreferences": "",
	"Metadata": "its metadata", "Outlines": "its outline",
	"StructTreeRoot": "the structure that is read aloud", "AcroForm": "a form", "OpenAction": "what it does when it is opened", "AA": "what it does when it is opened",
}

// A walk goes through the pages of a file.
type walk struct {
	*reader
	pages   []dict
	nodes   int              // of the tree of pages
	numbers map[int]int      // of the object of a page, its number from 1
	digests map[int][32]byte // of objects

	decoders map[reference]func(string) string // of fonts
}

// tree finds the pages in order. What pages inherit is given to each.
func (w *walk) tree(v any, inherited dict, depth int) error {
	d, _ := w.dict(v)
	if w.nodes++; d == nil || depth > mostDeep || w.nodes > mostPages {
		return errors.New("its list of pages is damaged")
	}
	own := maps.Clone(inherited)
	if own == nil {
		own = dict{}
	}
	for _, key := range []string{"Resources", "MediaBox"} {
		if d[key] != nil {
			own[key] = d[key]
		}
	}
	kids, parent := w.value(d["Kids"]).(array)
	if !parent {
		page := maps.Clone(d)
		maps.Copy(page, own)
		w.pages = append(w.pages, page)
		if ref, ok := v.(reference); ok {
			w.numbers[int(ref)] = len(w.pages)
		}
		return nil
	}
	for _, kid := range kids {
		if err := w.tree(kid, own, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) value(v any) any {
	object, _ := w.resolve(v)
	return object
}

func (w *walk) page(d dict) ReadPage {
	content, err := w.content(d["Contents"])
	resources, _ := w.dict(d["Resources"])
	fonts, _ := w.dict(resources["Font"])
	box, _ := w.value(d["MediaBox"]).(array)
	notes, _ := w.value(d["Annots"]).(array)
	sum := sha256.New()
	lines, used, whole := w.lines(content, fonts, sum)
	if !whole && err == nil {
		err = errTooLarge
	}
	for _, kind := range slices.Sorted(maps.Keys(resources)) {
		of, _ := w.dict(resources[kind])
		for _, key := range slices.Sorted(maps.Keys(of)) {
			if used[key] {
				fmt.Fprintf(sum, "/%s", key)
				w.write(sum, of[key], 0)
			}
		}
	}
	for _, key := range []string{"Rotate", "CropBox", "AA", "UserUnit"} {
		if d[key] != nil {
			fmt.Fprintf(sum, "/%s", key)
			w.write(sum, d[key], 0)
		}
	}
	p := ReadPage{Lines: lines, Size: fmt.Sprint(box), Damage: err, Noted: len(notes), Notes: w.digest(notes)}
	sum.Sum(p.Drawn[:0])
	return p
}

// content is what draws a page, its parts put together.
func (w *walk) content(v any) ([]byte, error) {
	list, ok := w.value(v).(array)
	if !ok {
		list = array{v}
	}
	if len(list) > mostContent {
		return nil, errBroken
	}
	var all [][]byte
	var damage error
	for _, part := range list {
		d, stream := w.dict(part)
		if d == nil {
			damage = errBroken
			continue
		}
		data, err := w.decode(d, stream)
		if err != nil {
			damage = err
		}
		all = append(all, bytes.TrimRight(data, "\r\n"))
	}
	return bytes.Join(all, []byte("\n")), damage
}

// digest is that of an object and of all it leads to, however it is packed.
func (w *walk) digest(v any) [32]byte {
	var out [32]byte
	sum := sha256.New()
	w.write(sum, v, 0)
	sum.Sum(out[:0])
	return out
}

// write writes an object for a digest. Pages stand as their numbers, and what
// has no bearing on what is seen is left out.
func (w *walk) write(sum hash.Hash, v any, depth int) {
	if depth > mostDeep {
		return
	}
	ref, ok := v.(reference)
	if !ok {
		w.writeObject(sum, v, nil, depth)
		return
	}
	if n := w.numbers[int(ref)]; n > 0 {
		fmt.Fprintf(sum, "page %d", n)
		return
	}
	known, ok := w.digests[int(ref)]
	if !ok {
		w.digests[int(ref)] = known // an object that leads back to itself ends here
		inner := sha256.New()
		object, stream := w.resolve(ref)
		w.writeObject(inner, object, stream, depth+1)
		inner.Sum(known[:0])
		w.digests[int(ref)] = known
	}
	sum.Write(known[:])
}

func (w *walk) writeObject(sum hash.Hash, v any, stream []byte, depth int) {
	switch v := v.(type) {
	case dict:
		io.WriteString(sum, "<<")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch key {
			case "Length", "Length1", "Filter", "DecodeParms", "Parent", "P", "Type", "Obj": // Obj leads from the structure to a link or field, which are looked at by themselves
				continue
			}
			fmt.Fprintf(sum, "/%s ", key)
			w.write(sum, v[key], depth+1)
		}
		if data, err := w.decode(v, stream); err == nil || len(stream) == 0 { // of nothing, qpdf says that it is packed
			fmt.Fprintf(sum, "stream %x", sha256.Sum256(data))
		} else {
			fmt.Fprintf(sum, "packed %x", sha256.Sum256(stream))
		}
	case array:
		io.WriteString(sum, "[")
		for _, x := range v {
			w.write(sum, x, depth+1)
			io.WriteString(sum, " ")
		}
	case string:
		fmt.Fprintf(sum, "%q", strings.TrimSuffix(plainText(v), "\x00"))
	case int, float64:
		fmt.Fprint(sum, v)
	default:
		fmt.Fprintf(sum, "%T %v", v, v)
	}
}
