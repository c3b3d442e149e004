package pdf

import (
	"crypto/md5"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
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

// Attachments reads back the files inside a PDF that [Write] wrote, in the order
// they were given; programs that append to a PDF, such as those that sign it, or
// write it anew do no harm. A file that is no PDF, or whose attachments were
// damaged, is an [agreement.Problems] error; a PDF of another program has none. It uses no more memory than the attachments
// that [Write] allows take.
func Attachments(pdf []byte) ([]Attachment, error) {
	list, err := attachments(pdf)
	if err != nil {
		return nil, agreement.Problems{{
			ID: "attachment", Message: "the attachments of the PDF cannot be read: " + err.Error(),
			Hint: "use the PDF as engross wrote it", Err: err,
		}}
	}
	return list, nil
}

var errDamaged = errors.New("they are damaged")

func attachments(pdf []byte) ([]Attachment, error) {
	r, err := open(pdf)
	if err != nil {
		return nil, err
	}
	catalog, _ := r.dict(r.trailer["Root"])
	if catalog == nil {
		return nil, errForeign
	}
	list, _ := r.resolve(catalog["AF"])
	files, _ := list.(array)
	var out []Attachment
	room := mostAttached
	for _, f := range files {
		a, err := r.attachment(f, room)
		if err != nil {
			return nil, err
		}
		room -= len(a.Data)
		out = append(out, a)
	}
	return out, checkAttachments(out)
}

// attachment reads a file description and the file, of at most room bytes.
func (r *reader) attachment(v any, room int) (Attachment, error) {
	spec, _ := r.dict(v)
	ef, _ := r.dict(spec["EF"])
	file, stream := r.dict(ef["F"])
	params, _ := r.dict(file["Params"])
	size, ok := params["Size"].(int)
	if !ok || stream == nil {
		return Attachment{}, errDamaged
	}
	if size < 0 || size > room {
		return Attachment{}, fmt.Errorf("they are larger than %d MB together", mostAttached>>20)
	}
	all := r.room
	r.room = min(size, all)
	data, err := r.decode(file, stream)
	r.room = all
	sum := md5.Sum(data)
	if err != nil || len(data) != size || params["CheckSum"] != string(sum[:]) {
		return Attachment{}, errDamaged
	}
	kind, _ := file["Subtype"].(name)
	relationship, _ := spec["AFRelationship"].(name)
	return Attachment{
		Name: plainText(spec["UF"]), MediaType: string(kind), Description: plainText(spec["Desc"]),
		Relationship: Relationship(relationship), Data: data,
	}, nil
}

// plainText is a text string of a PDF as UTF-8.
func plainText(v any) string {
	s, _ := v.(string)
	rest, marked := strings.CutPrefix(s, "\xFE\xFF")
	if !marked {
		return s
	}
	var units []uint16
	for i := 0; i+1 < len(rest); i += 2 {
		units = append(units, uint16(rest[i])<<8|uint16(rest[i+1]))
	}
	return string(utf16.Decode(units))
}
