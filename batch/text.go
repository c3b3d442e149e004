package batch

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/engross/engross/schema"
)

// A textFile is an open file whose text is UTF-8.
type textFile struct {
	io.ReaderAt
	io.Closer
}

// openText opens a file. Of one in UTF-16, as spreadsheets save "Unicode text", it
// keeps the whole text in memory.
func openText(name string) (*textFile, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	start := make([]byte, 2)
	if _, err := io.ReadFull(f, start); err != nil || bytes.Equal(schema.UTF8(start), start) {
		return &textFile{f, f}, nil
	}
	defer f.Close()
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &textFile{bytes.NewReader(schema.UTF8(text)), io.NopCloser(nil)}, nil
}

// isTable reports whether a .txt file is a table rather than a list of files: its
// first line has cells with tabs between them, the first a path of a term sheet.
func isTable(name string) bool {
	f, err := openText(name)
	if err != nil {
		return false
	}
	defer f.Close()
	start := make([]byte, 1<<12)
	n, _ := f.ReadAt(start, 0)
	line, _, _ := strings.Cut(strings.TrimPrefix(string(start[:n]), byteOrderMark), "\n")
	cells := strings.Split(strings.TrimRight(line, "\r"), "\t")
	_, err = parseColumn(strings.Trim(cells[0], `"`))
	return len(cells) > 1 && err == nil
}
