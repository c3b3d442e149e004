package markdown

import (
	"bytes"
	"strings"

	"github.com/engross/engross/agreement"
)

// tagMarks is what tags say of the words in them.
var tagMarks = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "dfn": "italic", "var": "italic",
	"s": "struck", "strike": "struck", "del": "struck", "u": "underlined", "ins": "underlined", "sup": "superscript", "sub": "subscript",
	"code": "code", "kbd": "code", "samp": "code", "tt": "code", "pre": "code", "mark": "highlighted", "small": "small", "big": "big", "q": "quoted",
}

// blockTags part words; plainTags say nothing of theirs. Other names between angle
// brackets are words, such as <amount in euro>.
var (
	blockTags = tagSet("address article aside blockquote body br caption center col colgroup dd details div dl dt fieldset figcaption figure footer form " +
		"h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu meta nav ol optgroup option p param section select source style script summary table tbody td " +
		"template textarea tfoot th thead title tr track ul video audio canvas object svg path")
	plainTags = tagSet("a abbr bdi bdo button data font img input label math output picture rp rt ruby span time wbr nobr")
)

func tagSet(names string) map[string]bool {
	set := map[string]bool{}
	for _, n := range strings.Fields(names) {
		set[n] = true
	}
	return set
}

var (
	htmlTag   = agreement.Pattern(`^</?([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>` + "`" + `]+))?)*)\s*/?>`)
	autolink  = agreement.Pattern(`^<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^` + "`" + `{|}~-]+@[\w-]+(?:\.[\w-]+)*)>`)
	attribute = agreement.Pattern(`([A-Za-z_:][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>` + "`" + `]+))`)
)

// tagLength is the length of the tag, comment or address in angle brackets that
// rest begins with, or 0.
func tagLength(rest []byte) int {
	const longest = 1 << 12
	if bytes.HasPrefix(rest, []byte("<!--")) {
		if end := bytes.Index(rest, []byte("-->")); end >= 0 {
			return end + len("-->")
		}
		return 0
	}
	if len(rest) < 3 || !isWordByte(rest[1]) && rest[1] != '/' {
		return 0
	}
	rest = rest[:min(len(rest), longest)]
	if n := addressLength(rest); n > 0 {
		return n
	}
	if m := htmlTag().FindSubmatch(rest); m != nil && isTag(strings.ToLower(string(m[1]))) {
		return len(m[0])
	}
	return 0
}

// addressLength is the length of the address in angle brackets that rest begins with, or 0.
func addressLength(rest []byte) int {
	if end := bytes.IndexByte(rest, '>'); end < 0 || !bytes.ContainsAny(rest[:end], ":@") {
		return 0
	}
	return len(autolink().Find(rest))
}

func isTag(name string) bool { return tagMarks[name] != "" || blockTags[name] || plainTags[name] }

// tag reads a tag; an address between angle brackets is words.
func (b *inlineReader) tag(rest []byte) {
	n := tagLength(rest)
	switch {
	case n == 0:
		b.take(1)
	case rest[1] == '!':
		b.skip(n)
	case addressLength(rest[:n]) > 0:
		b.skip(1)
		b.take(n - 2)
		b.skip(1)
	default:
		b.html(rest[:n])
	}
}

// html reads a tag: what it says of the words in it is a mark, and what nobody
// knows is kept beside the words.
func (b *inlineReader) html(tag []byte) {
	m := htmlTag().FindSubmatch(tag)
	name, ends := strings.ToLower(string(m[1])), tag[1] == '/'
	attributes := map[string]string{}
	for _, a := range attribute().FindAllSubmatch(m[2], -1) {
		attributes[strings.ToLower(string(a[1]))] = string(a[2]) + string(a[3]) + string(a[4])
	}
	switch mark := tagMarks[name]; {
	case mark != "" && ends:
		if n := len(b.tags[name]); n > 0 {
			b.closeMark(mark)
			b.tags[name] = b.tags[name][:n-1]
		} else {
			b.aside("tag", "</"+name+"> that closes nothing", b.i)
		}
	case mark != "":
		b.openMark(mark)
		if b.tags == nil {
			b.tags = map[string][]int{}
		}
		b.tags[name] = append(b.tags[name], b.i)
	case name == "a" && ends:
		b.closeMark("link")
	case name == "a" && attributes["href"] != "":
		b.openMark("link " + attributes["href"])
	case name == "img" && strings.TrimSpace(attributes["alt"]) != "":
		b.openMark("image " + attributes["src"])
		b.say(attributes["alt"], len(tag))
		b.closeMark("image " + attributes["src"])
		return
	case name == "img":
		b.aside("image", attributes["src"], b.i)
	case name == "a" || ends || len(bytes.TrimSpace(m[2])) == 0:
	default:
		b.aside("tag", spaces(tag), b.i)
	}
	switch {
	case !blockTags[name]:
	case b.raw != nil:
		b.gap(len(tag))
		return
	case len(b.words)+len(b.out) > 0:
		b.say(" ", len(tag))
		return
	}
	b.skip(len(tag))
}
