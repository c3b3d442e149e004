package word

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"go/token"
	"io"
	"path"
	"strings"

	"github.com/engross/engross/agreement"
)

// MaxFile is the most bytes of a file that is read.
const MaxFile = 128 << 20

// Limits of what is read. A long agreement is a hundredth of them.
const (
	maxPart  = 48 << 20 // bytes of one part, unpacked
	maxParts = 4000
	maxAll   = 3 * maxPart // bytes of all parts that are read, unpacked
	maxParas = 150_000     // paragraphs of the text, those of cells too
)

var errTooLong = errors.New("too many paragraphs")

// A source is a Word file taken apart.
type source struct {
	filename string
	zip      *zip.Reader
	files    map[string]*zip.File
	main     string // name of the main part
	unpacked int    // bytes so far
}

func (s *source) problem(message, hint string) error {
	return agreement.Problems{{ID: "unreadable", Pos: token.Position{Filename: s.filename}, Message: message, Hint: hint}}
}

const askAgain = "ask for the file again, saved as .docx by a word processor"

// openSource opens a package, whatever is in it: nothing is unpacked yet.
func openSource(filename string, data []byte) (*source, error) {
	s := &source{filename: filename, files: map[string]*zip.File{}}
	switch {
	case len(data) > MaxFile:
		return nil, s.problem(fmt.Sprintf("the file has %d bytes, and none above %d is read", len(data), MaxFile), "give the agreement without pictures and attachments")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, s.problem("this is a Word file of before 2007, or one protected with a password", "open it in Word and save it as .docx, without a password")
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		return nil, s.problem("this is a file in Rich Text Format", "open it in Word and save it as .docx")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, s.problem("this is no Word file, or it was cut off on its way: "+err.Error(), askAgain)
	}
	if len(z.File) > maxParts {
		return nil, s.problem(fmt.Sprintf("the file has %d parts, and none with more than %d is read", len(z.File), maxParts), askAgain)
	}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if s.files[name] != nil {
			return nil, s.problem("the part "+f.Name+" is in the file twice, so that programs may show different words", askAgain)
		}
		s.files[name] = f
	}
	s.zip = z
	if s.main = s.related("", "officeDocument"); s.main == "" || s.files[s.main] == nil {
		what := "this is no Word file"
		if s.files["content.xml"] != nil {
			what = "this is an OpenDocument file"
		}
		return nil, s.problem(what, "open it in a word processor and save it as .docx")
	}
	return s, nil
}

// read unpacks a part; there is none of that name where data is nil.
func (s *source) read(name string) ([]byte, error) {
	f := s.files[strings.ToLower(name)]
	if f == nil || name == "" {
		return nil, nil
	}
	if s.unpacked > maxAll {
		return nil, s.problem(fmt.Sprintf("the parts of the file are larger than %d bytes together", maxAll), "give the agreement alone")
	}
	r, err := f.Open()
	if err != nil {
		return nil, s.problem("the part "+name+" cannot be unpacked: "+err.Error(), askAgain)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil {
		return nil, s.problem("the part "+name+" cannot be unpacked: "+err.Error(), askAgain)
	}
	if len(data) > maxPart {
		return nil, s.problem(fmt.Sprintf("the part %s is larger than %d bytes", name, maxPart), "give the agreement alone")
	}
	s.unpacked += len(data)
	return data, nil
}

// scan reads the root element of a part; f is called where it begins.
func (s *source) scan(name string, f func(x *scanner) error) error {
	data, err := s.read(name)
	if err != nil || data == nil {
		return err
	}
	x := newScanner(data)
	for {
		t, err := x.next()
		if err == nil && t.kind == endOfFile {
			return nil
		}
		if err == nil && t.kind == startToken {
			err = f(x)
		}
		if err == nil {
			continue
		}
		if err == errTooLong {
			return s.problem(fmt.Sprintf("the file has more than %d paragraphs", maxParas), "give the agreement alone")
		}
		if e, ok := err.(*syntaxError); ok {
			return s.problem(fmt.Sprintf("the part %s is not well-formed XML (%v): the program that saved it last wrote it wrongly", name, e), askAgain+", or from an older version of it")
		}
		return err
	}
}

// related is the part of a kind to which the relations of a part lead, or "". What is
// outside the file is never looked at.
func (s *source) related(from, kind string) string {
	list := s.allRelated(from, kind)
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// links are the addresses to which the links of the text lead, by the ID that each has
// in the file. Nobody goes there.
func (s *source) links() map[string]string {
	list := map[string]string{}
	dir, base := path.Split(s.main)
	_ = s.scan(dir+"_rels/"+base+".rels", func(x *scanner) error {
		return x.each(func(string) error {
			if strings.HasSuffix(x.attr("Type"), "/hyperlink") {
				list[x.attr("Id")] = oneLine(x.attr("Target"))
			}
			return nil
		})
	})
	return list
}

func (s *source) allRelated(from, kind string) (list []string) {
	dir, base := path.Split(from)
	_ = s.scan(dir+"_rels/"+base+".rels", func(x *scanner) error {
		return x.each(func(string) error {
			if strings.HasSuffix(x.attr("Type"), "/"+kind) && !strings.EqualFold(x.attr("TargetMode"), "External") {
				target := strings.ReplaceAll(x.attr("Target"), `\`, "/")
				if !strings.HasPrefix(target, "/") {
					target = path.Join("/", dir, target)
				}
				list = append(list, strings.ToLower(strings.TrimPrefix(path.Clean(target), "/")))
			}
			return nil
		})
	})
	return list
}
