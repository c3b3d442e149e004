package word

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A Reference is a firm's own document, in whose styles, header, footer and margins
// agreements are written. It does not change, and may be used by many goroutines.
type Reference struct {
	Digest string // SHA-256 of the file, in hexadecimal

	styles  *styleBook
	theme   []byte
	sheets  []sheetPart // headers and footers
	media   []Part
	title   bool              // the first page has its own
	margins map[string]length // by the attribute of pgMar
}

// A sheetPart is a header or a footer.
type sheetPart struct {
	kind, of string // "header" or "footer"; "default" or "first"
	name     string // of the part, as it is written
	data     []byte
	rels     []byte // or nil
}

// ReadReference reads a reference document. What could act when an agreement is opened
// (macros, objects, fields that fetch, links to pictures outside) is refused, and its
// text is not looked at. The error is an [agreement.Problems].
func ReadReference(filename string, data []byte) (*Reference, error) {
	src, err := openSource(filename, data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	r := &referenceReader{source: src, out: &Reference{Digest: hex.EncodeToString(sum[:]), margins: map[string]length{}}}
	for name := range src.files {
		if strings.HasSuffix(name, "vbaproject.bin") || strings.HasPrefix(name, "word/activex/") || strings.HasPrefix(name, "word/embeddings/") {
			return nil, r.refuse("it has macros or embedded objects (" + name + ")")
		}
	}
	if err := r.read(); err != nil {
		return nil, err
	}
	return r.out, nil
}

type referenceReader struct {
	*source
	out  *Reference
	refs []sheetReference // of the last section
}

type sheetReference struct{ kind, of, id string }

func (r *referenceReader) refuse(what string) error {
	return r.problem(what+", which an agreement must not bring along", "give a reference document of styles, header and footer alone, saved as .docx")
}

func (r *referenceReader) read() error {
	name := r.related(r.main, "styles")
	styles, err := r.read1(name)
	if err != nil {
		return err
	}
	if styles == nil {
		return r.problem("the reference document has no styles", "save it as .docx with a word processor")
	}
	if r.out.styles, err = readStyleBook(r.source, name, styles); err != nil {
		return err
	}
	if theme := r.related(r.main, "theme"); theme != "" && len(r.relations(theme)) == 0 {
		if r.out.theme, err = r.read1(theme); err != nil {
			return err
		}
	}
	if err := r.lastSection(); err != nil {
		return err
	}
	rels := r.relations(r.main)
	for _, ref := range r.refs {
		if ref.of == "even" {
			continue
		}
		if err := r.sheet(ref, rels[ref.id]); err != nil {
			return err
		}
	}
	return nil
}

// read1 unpacks a part, and sees that it is XML without declarations.
func (r *referenceReader) read1(name string) ([]byte, error) {
	data, err := r.source.read(name)
	if err != nil || data == nil {
		return nil, err
	}
	err = r.scan(name, func(x *scanner) error { return x.each(func(string) error { return nil }) })
	return newScanner(data).src, err
}

// A related part, as the relations of another name it.
type relationTo struct{ kind, target, mode string }

// relations are those of a part, by their ids.
func (s *source) relations(from string) map[string]relationTo {
	dir, base := path.Split(from)
	list := map[string]relationTo{}
	_ = s.scan(dir+"_rels/"+base+".rels", func(x *scanner) error {
		return x.each(func(string) error {
			list[x.attr("Id")] = relationTo{path.Base(x.attr("Type")), x.attr("Target"), x.attr("TargetMode")}
			return nil
		})
	})
	return list
}

// lastSection reads how the last section of the text is set, which is that of the
// whole document where there is one alone.
func (r *referenceReader) lastSection() error {
	return r.scan(r.main, func(x *scanner) error {
		for {
			t, err := x.next()
			if err != nil || t.kind == endOfFile {
				return err
			}
			if t.kind == startToken && t.name == "sectPr" {
				if err := r.section(x); err != nil {
					return err
				}
			}
		}
	})
}

func (r *referenceReader) section(x *scanner) error {
	r.refs, r.out.title = nil, false
	return x.each(func(name string) error {
		switch name {
		case "headerReference", "footerReference":
			r.refs = append(r.refs, sheetReference{strings.TrimSuffix(name, "Reference"), x.attr("type"), x.attr("id")})
		case "titlePg":
			r.out.title = !off(x.attr("val"))
		case "pgMar":
			for _, side := range []string{"top", "right", "bottom", "left", "header", "footer"} {
				const most = 75 * mm // more would leave no room for words
				if n := number(x.attr(side), -1); n >= 0 && n <= most {
					r.out.margins[side] = n
				}
			}
		}
		return nil
	})
}

// sheet takes a header or a footer, with the pictures in it.
func (r *referenceReader) sheet(ref sheetReference, to relationTo) error {
	if strings.EqualFold(to.mode, "External") || to.target == "" {
		return r.refuse("its " + ref.kind + " is outside the file")
	}
	name := partName(r.main, to.target)
	data, err := r.read1(name)
	if err != nil || data == nil {
		return err
	}
	if err := r.harmless(name); err != nil {
		return err
	}
	p := sheetPart{kind: ref.kind, of: ref.of, data: data, name: fmt.Sprintf("word/reference%d.xml", len(r.out.sheets)+1)}
	if p.rels, err = r.pictures(name); err != nil {
		return err
	}
	r.out.sheets = append(r.out.sheets, p)
	return nil
}

// partName is the name of a part to which a relation of another leads.
func partName(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.ToLower(path.Clean(target[1:]))
	}
	return strings.ToLower(path.Join(path.Dir(from), target))
}

// harmlessFields are what fields of a header may do: tell what the document knows.
var harmlessFields = []string{"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TITLE", "SUBJECT", "STYLEREF", "DOCPROPERTY", "IF", "="}

// harmless refuses a header or a footer that does more than show words and pictures.
func (r *referenceReader) harmless(name string) error {
	return r.scan(name, func(x *scanner) error {
		for {
			t, err := x.next()
			if err != nil || t.kind == endOfFile {
				return err
			}
			if t.kind != startToken {
				continue
			}
			switch t.name {
			case "object", "control", "altChunk", "subDoc", "OLEObject", "movie", "attachedTemplate", "dataBinding":
				return r.refuse("its header or footer has an element <" + t.name + ">")
			case "fldSimple":
				if err := r.harmlessField(x.attr("instr")); err != nil {
					return err
				}
			case "instrText", "delInstrText":
				rd := reader{scanner: x}
				code, err := rd.characters()
				if err == nil {
					err = r.harmlessField(code)
				}
				if err != nil {
					return err
				}
			}
			for _, a := range x.attrs {
				if strings.Contains(a.value, "://") && a.name != "uri" {
					return r.refuse(fmt.Sprintf("its header or footer leads to %q", a.value))
				}
			}
		}
	})
}

func (r *referenceReader) harmlessField(code string) error {
	words := strings.Fields(code)
	if len(words) == 0 || slices.Contains(harmlessFields, strings.ToUpper(words[0])) {
		return nil
	}
	return r.refuse(fmt.Sprintf("its header or footer has a field %s", words[0]))
}

// pictureKinds are the sorts of pictures that may come along, by the ending.
var pictureKinds = map[string]string{"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp", "emf": "image/x-emf", "wmf": "image/x-wmf", "tif": "image/tiff", "tiff": "image/tiff"}

// pictures are the relations of a header or a footer, whose pictures are taken along.
func (r *referenceReader) pictures(name string) ([]byte, error) {
	rels := r.relations(name)
	if len(rels) == 0 {
		return nil, nil
	}
	var p printer
	p.raw(xmlHead, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, id := range sortedIDs(rels) {
		to := rels[id]
		web := strings.HasPrefix(to.target, "https://") || strings.HasPrefix(to.target, "http://") || strings.HasPrefix(to.target, "mailto:")
		switch external := strings.EqualFold(to.mode, "External"); {
		case external && to.kind == "hyperlink" && web: // it is followed when somebody clicks it
			p.raw(`<Relationship Id="`, escaped(id), `" Type="`, relation, `hyperlink" Target="`, escaped(to.target), `" TargetMode="External"/>`)
			continue
		case external:
			return nil, r.refuse(fmt.Sprintf("its header or footer has a %s outside the file, %q", to.kind, to.target))
		case to.kind != "image":
			return nil, r.refuse("its header or footer has a part of the kind " + to.kind)
		}
		from := partName(name, to.target)
		ending := strings.TrimPrefix(path.Ext(from), ".")
		data, err := r.source.read(from)
		if err != nil {
			return nil, err
		}
		if pictureKinds[ending] == "" || data == nil {
			return nil, r.refuse("its header or footer has a picture of the kind " + strconv.Quote(ending))
		}
		media := Part{fmt.Sprintf("word/media/reference%d.%s", len(r.out.media)+1, ending), data}
		r.out.media = append(r.out.media, media)
		p.raw(`<Relationship Id="`, escaped(id), `" Type="`, relation, `image" Target="`, strings.TrimPrefix(media.Name, "word/"), `"/>`)
	}
	p.raw(`</Relationships>`)
	return p.buf, nil
}

func sortedIDs(rels map[string]relationTo) []string {
	var ids []string
	for id := range rels {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
