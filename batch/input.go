package batch

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/draft"
	"github.com/engross/engross/renew"
	"github.com/engross/engross/schema"
)

// An Input is the rows of a batch. Its rows can be gone over more than once.
type Input struct {
	Name string // as the user gave it
	kind inputKind
	csv  *tableLayout // of a CSV file or a workbook
	list []string     // of a folder or a list: the files

	trust draft.Opener
}

type inputKind uint8

const (
	files inputKind = iota // a folder, or a list of files
	lines                  // JSON Lines
	table                  // CSV, or a workbook
)

// A Row is one term sheet as it stands in the input.
type Row struct {
	Number int            // from 1
	Pos    token.Position // of its beginning
	load   func() (*renew.Last, error)
	again  func(reason, dir string) []byte // the row with the reason why it failed, for the list of failures in a folder
	lines  []*tableLine                    // of a table, or nil
	mend   func(*agreement.Problem)        // places a problem in the input; nil where it already is
}

// InputOptions say how an input is to be read.
type InputOptions struct {
	Base    *schema.File // of a table: the term sheet under each row, or nil
	Trust   draft.Opener // of agreements in PDF
	Group   string       // of a table: the column whose equal values make one term sheet of several rows, or ""
	Writing Writing      // of a table: how text cells write dates and numbers
}

// Open finds out what the rows of an input are: each term sheet (.json, .jsonc) of a
// folder, and each agreement (.pdf) without one beside it, in the order of their names; each line of a .jsonl
// or .ndjson file; each row of a .csv, .tsv or .xlsx file, or of a .txt file as
// spreadsheets save one; each file named in any other .txt file. The
// error is [agreement.Problems] where the input cannot be used at all.
func Open(name string, o InputOptions) (*Input, error) {
	info, err := os.Stat(name)
	switch {
	case name == "-" && err != nil:
		return nil, problem("batch-input", name, "standard input cannot be read twice, once to check and once to make", "save it to a file")
	case err != nil:
		return nil, unreadable(name, err)
	}
	in := &Input{Name: name, trust: o.Trust}
	ext := strings.ToLower(filepath.Ext(name))
	isCSV := !info.IsDir() && (ext == ".csv" || ext == ".tsv" || ext == ".txt" && isTable(name))
	isBook := !info.IsDir() && slices.Contains([]string{".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}, ext)
	if (o.Base != nil || o.Group != "" || o.Writing != Writing{}) && !isCSV && !isBook {
		return nil, problem("batch-input", name, "only the rows of a table have a base, a group column, or a way of writing dates and numbers", "leave out --base, --group, --dates and --decimal")
	}
	switch {
	case info.IsDir():
		in.list, err = termSheetsIn(name)
	case isCSV:
		in.kind = table
		in.csv, err = readLayout(name, o)
	case ext == ".txt":
		in.list, err = listed(name)
	case ext == ".jsonl", ext == ".ndjson":
		in.kind = lines
	case isBook:
		in.kind = table
		in.csv, err = readBook(name, o)
	default:
		return nil, problem("batch-input", name, "it is no folder, and its name ends in none of .xlsx, .csv, .jsonl, .ndjson and .txt",
			"for a single term sheet use engross draft")
	}
	if err != nil {
		return nil, err
	}
	return in, nil
}

func problem(id, file, message, hint string) agreement.Problems {
	return agreement.Problems{{ID: id, Pos: token.Position{Filename: file}, Message: message, Hint: hint}}
}

func unreadable(name string, err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return agreement.Problems{{ID: "unreadable", Pos: token.Position{Filename: name}, Message: "it cannot be read: " + err.Error(),
		Hint: "check the path and that you may read it", Err: err}}
}

// Rows goes over the rows in their order. An error says that the input cannot be
// read on; no row follows it.
func (in *Input) Rows() iter.Seq2[*Row, error] {
	switch in.kind {
	case lines:
		return in.lineRows
	case table:
		return in.tableRows
	case files:
	}
	return in.fileRows
}

// termSheetsIn are the files of a folder that are rows: each term sheet and each PDF,
// but of the files of one name only that from which the next agreement is made, the
// term sheet as amended before the term sheet, and this before the PDF made of it.
func termSheetsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unreadable(dir, err)
	}
	suffixes := []string{".next.json", ".json", ".jsonc", ".pdf"}
	there := map[string]bool{}
	for _, e := range entries {
		there[strings.ToLower(e.Name())] = !e.IsDir()
	}
	var list []string
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		i := slices.IndexFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
		if i < 0 || e.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".redline.pdf") {
			continue
		}
		stem := strings.TrimSuffix(name, suffixes[i])
		if !slices.ContainsFunc(suffixes[:i], func(s string) bool { return there[stem+s] }) {
			list = append(list, filepath.Join(dir, e.Name()))
		}
	}
	if len(list) == 0 {
		return nil, problem("batch-input", dir, "there is no term sheet (.json, .jsonc) or agreement (.pdf) in the folder", "name the folder that holds them; folders in it are not looked into")
	}
	return list, nil
}

// listed is the files that a list names, one a line, relative to its folder. A
// line that begins with # says nothing.
func listed(name string) ([]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	var list []string
	for line := range strings.Lines(string(schema.UTF8(text))) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !filepath.IsAbs(line) {
			line = filepath.Join(filepath.Dir(name), filepath.FromSlash(line))
		}
		list = append(list, line)
	}
	if len(list) == 0 {
		return nil, problem("batch-input", name, "it names no file", "write one path on each line")
	}
	return list, nil
}

func (in *Input) fileRows(yield func(*Row, error) bool) {
	for i, name := range in.list {
		row := &Row{Number: i + 1, Pos: token.Position{Filename: name, Line: 1}}
		row.load = func() (*renew.Last, error) { return loadFile(in.trust, name) }
		row.again = func(reason, dir string) []byte {
			path := name
			if rel, err := filepath.Rel(dir, name); err == nil {
				path = filepath.ToSlash(rel)
			}
			return fmt.Appendf(nil, "# %s\n%s\n", oneLine(reason), path)
		}
		if !yield(row, nil) {
			return
		}
	}
}

// loadFile reads a term sheet, or the one that a PDF carries, which trust proves.
func loadFile(trust draft.Opener, name string) (*renew.Last, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer f.Close()
	if strings.ToLower(filepath.Ext(name)) != ".pdf" {
		return loaded(schema.Read(name, f))
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return renew.FromPDF(trust, name, data)
}

// loaded is a term sheet as it was loaded, or nil where it is none at all.
func loaded(f *schema.File, err error) (*renew.Last, error) {
	if f == nil {
		return nil, err
	}
	return &renew.Last{Sheet: f}, err
}

// lineRows are the lines of a JSON Lines file. Blank lines, and lines that hold
// nothing but a comment, are no rows.
func (in *Input) lineRows(yield func(*Row, error) bool) {
	f, err := os.Open(in.Name)
	if err != nil {
		yield(nil, unreadable(in.Name, err))
		return
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	number := 0
	for at := 1; ; at++ {
		line, tooLong, err := readLine(r)
		if err != nil && !errors.Is(err, io.EOF) {
			yield(nil, unreadable(in.Name, err))
			return
		}
		if at == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if text := bytes.TrimSpace(line); tooLong || len(text) > 0 && !bytes.HasPrefix(text, []byte("//")) {
			number++
			if !yield(in.lineRow(number, at, line, tooLong), nil) {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (in *Input) lineRow(number, at int, line []byte, tooLong bool) *Row {
	row := &Row{Number: number, Pos: token.Position{Filename: in.Name, Line: at}}
	row.load = func() (*renew.Last, error) {
		if tooLong {
			return nil, problem("too-large", in.Name, fmt.Sprintf("the line is longer than %d bytes", schema.MaxBytes), "a term sheet may not be larger")
		}
		return loaded(schema.Load(in.Name, line))
	}
	row.mend = func(p *agreement.Problem) { p.Pos.Line = max(p.Pos.Line, 1) + at - 1 }
	row.again = func(reason, _ string) []byte {
		return fmt.Appendf(nil, "// %s\n%s\n", oneLine(reason), line)
	}
	return row
}

// readLine reads a line without its end. Of one longer than a term sheet may be
// it keeps the beginning.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > schema.MaxBytes+2; !tooLong {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), tooLong, err
		}
	}
}

// placed are the problems of a row, each placed in the input.
func (row *Row) placed(err error) agreement.Problems {
	var ps agreement.Problems
	if !errors.As(err, &ps) {
		return agreement.Problems{{ID: "failed", Pos: row.Pos, Message: err.Error(), Err: err}}
	}
	ps = slices.Clone(ps)
	for i, p := range ps {
		own := *p
		ps[i] = &own
		switch {
		case own.Pos.Filename == "":
			own.Pos = row.Pos
		case own.Pos.Filename == row.Pos.Filename && row.mend != nil:
			row.mend(&own)
		}
	}
	ps.Sort()
	slices.SortStableFunc(ps, func(a, b *agreement.Problem) int { return cmp.Compare(row.foreign(a), row.foreign(b)) })
	return ps
}

// foreign is 0 for a problem in the row itself, which its author can mend, and 1
// for one in a clause.
func (row *Row) foreign(p *agreement.Problem) int {
	if p.Pos.Filename == row.Pos.Filename {
		return 0
	}
	return 1
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
