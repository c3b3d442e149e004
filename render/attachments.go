package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// An Attachment is a file inside a PDF.
type Attachment struct {
	Name         string // a plain file name: "term-sheet.json"
	MediaType    string // "application/json"
	Description  string
	Relationship Relationship
	Data         []byte
}

// A Relationship says what an attachment is to the document: ISO 32000-2,
// table 43.
type Relationship string

// The relationships of the files that an agreement carries.
const (
	Source     Relationship = "Source"     // what the document was made from
	Data       Relationship = "Data"       // figures behind a table or a schedule
	Supplement Relationship = "Supplement" // more about it
)

// mostAttached is how many bytes of attachments a PDF may carry.
const mostAttached = 64 << 20

// checkAttachments refuses what could not be read back, or would be a path
// where it is saved.
func checkAttachments(list []Attachment) error {
	var problems agreement.Problems
	bad := func(format string, args ...any) {
		problems.Add(&agreement.Problem{ID: "attachment", Message: fmt.Sprintf(format, args...), Hint: "give each attachment a plain file name of its own and one of the known relationships"})
	}
	seen := map[string]bool{}
	total := 0
	for _, a := range list {
		total += len(a.Data)
		switch {
		case !plainName(a.Name):
			bad("%q is no plain file name for an attachment", a.Name)
		case seen[a.Name]:
			bad("two attachments are named %q", a.Name)
		}
		seen[a.Name] = true
		switch a.Relationship {
		case Source, Data, Supplement:
		default:
			bad("the attachment %q has an unknown relationship %q", a.Name, string(a.Relationship))
		}
	}
	if total > mostAttached {
		bad("the attachments are larger than %d MB together", mostAttached>>20)
	}
	return problems.Err()
}

// plainName reports whether s names a file and nothing else.
func plainName(s string) bool {
	return s != "" && s != "." && s != ".." && len(s) <= 255 && utf8.ValidString(s) &&
		!strings.ContainsAny(s, `/\`) && strings.IndexFunc(s, unicode.IsControl) < 0
}
