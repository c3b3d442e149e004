package batch

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/engross/engross/agreement"
)

// longestName is the length of a file name in bytes without its ending, so that
// with the longest ending it stays below the 255 that common file systems allow.
const longestName = 200

// forbidden are the characters that a file name cannot hold on some system.
const forbidden = `/\:*?"<>|`

// device matches the names of devices on Windows.
var device = agreement.Pattern(`(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *$`)

// CheckName says why a text cannot name files on some system, in words that go on from
// "the files would be named after deal.id, which", or nothing.
func CheckName(s string) string {
	stem, _, _ := strings.Cut(s, ".")
	switch {
	case s == "":
		return "is empty"
	case !utf8.ValidString(s):
		return "is not UTF-8"
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
		return "holds a character that cannot be seen"
	case strings.ContainsAny(s, forbidden):
		i := strings.IndexAny(s, forbidden)
		return fmt.Sprintf("holds %q, which no file name may", s[i])
	case s[0] == '.', s[0] == '-', s[0] == '~':
		return fmt.Sprintf("begins with %q", s[0])
	case s[0] == ' ', strings.HasSuffix(s, " "), strings.HasSuffix(s, "."):
		return "begins or ends with a blank, or ends with a full stop"
	case len(norm.NFC.String(s)) > longestName:
		return fmt.Sprintf("has more than %d bytes", longestName)
	case slices.Contains(suffixes, strings.ToLower(filepath.Ext(s))):
		return fmt.Sprintf("ends in %q, as the name of a file beside an agreement does", filepath.Ext(s))
	case device().MatchString(stem):
		return "is the name of a device on Windows"
	}
	return ""
}

// A nameHash stands for all names that some file system takes for the same:
// names that differ in case alone, or in how their letters are composed.
type nameHash [16]byte

func hashName(s string) nameHash {
	folded := norm.NFC.String(cases.Fold().String(norm.NFKD.String(s)))
	sum := sha256.Sum256([]byte(folded))
	return nameHash(sum[:16])
}
