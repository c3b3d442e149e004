package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/engross/engross/agreement"
)

// link reads the link whose "[" stands at i: a cross-reference when it leads to an
// anchor of this file; else its words, marked with what it leads to. It reports
// whether there is one.
func (b *inlineReader) link(i int, image bool) bool {
	end, ok := b.closing[i]
	if !ok || end >= b.end {
		return false
	}
	to, ok := b.leads(i, end)
	switch {
	case !ok:
		return false
	case image && len(bytes.TrimSpace(b.src[i+1:end])) == 0:
		b.aside("image", to.to, i)
		b.flush()
		b.i = end + 1 + to.size
		return true
	case image:
		b.span("image "+to.to, i+1, end, end+1+to.size)
		return true
	}
	slug, local := strings.CutPrefix(to.to, "#")
	if !local || !b.knownSlug(slug) {
		if strings.HasPrefix(to.to, "{") {
			b.attributes(i, end, to)
			return true
		}
		mark := "link " + to.to
		if slug == "" && (local || to.to == "" || to.to == "<>") { // it leads nowhere
			mark = ""
		}
		b.span(mark, i+1, end, end+1+to.size)
		return true
	}
	b.flush()
	inner := b.inside(i+1, end)
	if len(inner.words) == 0 { // it shows nothing
		b.aside("link without words", "#"+slug, i)
		b.i = end + 1 + to.size
		return true
	}
	from := inner.from
	from.span = Span{i, end + 1 + to.size}
	from.jumps = append([]jump{{0, inner.from.span.Start}}, from.jumps...)
	ref := &agreement.Ref{Text: string(inner.words), Mark: b.mark()}
	b.add(ref, from)
	b.reader.links = append(b.reader.links, link{ref, slug})
	b.i = end + 1 + to.size
	return true
}

// leads is what the brackets from i to end lead to: [words](there), [words][name],
// [name] where the name is said elsewhere what it leads to, or [words]{.class}.
func (b *inlineReader) leads(i, end int) (target, bool) {
	rest := b.src[end+1 : b.end]
	switch {
	case bytes.HasPrefix(rest, []byte("(")):
		to := destination(rest)
		return to, to.size > 0
	case bytes.HasPrefix(rest, []byte("{")):
		n := bytes.IndexByte(rest, '}')
		if n < 0 || !attributeList().Match(rest[:n+1]) {
			return target{}, false
		}
		return target{n + 1, spaces(rest[:n+1])}, true
	case bytes.HasPrefix(rest, []byte("[")):
		if shut, ok := b.closing[end+1]; ok && shut < b.end {
			name := b.src[end+2 : shut]
			if len(name) == 0 {
				name = b.src[i+1 : end]
			}
			to, ok := b.named[linkName(name)]
			return target{shut - end, to}, ok
		}
	}
	to, ok := b.named[linkName(b.src[i+1:end])]
	return target{0, to}, ok
}

var (
	attributeList  = agreement.Pattern(`^\{(?:[ \t\n]*(?:[#.][\w:-]+|[\w:-]+=(?:"[^"]*"|[^\s"}]+)))+[ \t\n]*\}$`)
	linkDefinition = agreement.Pattern(`^ {0,3}\[([^\]\[]+)\]:[ \t]*(\S+)(?:[ \t]+("[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$`)
)

func linkName(s []byte) string { return strings.ToLower(spaces(s)) }

// attributes reads words with attributes as pandoc writes them: [words]{.underline}
// is a mark, []{#name .anchor} an anchor.
func (b *inlineReader) attributes(i, end int, list target) {
	var marks []string
	for _, f := range strings.Fields(strings.Trim(list.to, "{}")) {
		if class, ok := strings.CutPrefix(f, "."); ok && class != "anchor" {
			if class == "underline" {
				class = "underlined"
			}
			marks = append(marks, class)
		} else if !strings.HasPrefix(f, "#") && !ok {
			marks = append(marks, f)
		}
	}
	b.span(strings.Join(marks, " "), i+1, end, end+1+list.size)
}

// aside notes what stands beside the words at an offset.
func (r *reader) aside(kind, text string, at int) {
	if r.asides == nil {
		r.asides = map[int]agreement.Aside{}
	}
	r.asides[at] = agreement.Aside{Kind: kind, Text: text}
}

// anchors are what an anchor looks like, and what it begins with.
var anchors = []struct {
	begins []byte
	like   func() *regexp.Regexp
}{{[]byte("<a "), oneAnchor}, {[]byte("{#"), spanAnchor}}

// findAnchors notes which anchors there are, so that links to others are words.
func (r *reader) findAnchors() {
	for _, a := range anchors {
		if bytes.Contains(r.src[:r.end], a.begins) {
			for _, m := range a.like().FindAllSubmatch(r.src[:r.end], -1) {
				r.slugs[string(m[1])] = nil
			}
		}
	}
	if r.record != nil {
		for _, e := range r.record.entries { // anchors may have been lost on the way
			if e.id != "" {
				r.slugs[slugOf(e.id)] = nil
			}
		}
	}
	if r.record == nil && bytes.Contains(r.src[:r.end], []byte("]:")) {
		r.findDefinitions()
	}
}

// findDefinitions notes what links with a name lead to. What is HTML or code says nothing
// of that.
func (r *reader) findDefinitions() {
	var page standings
	var code []byte // the ticks of the block of code that is open
	for line := range bytes.Lines(r.src[:r.end]) {
		line = bytes.TrimRight(line, "\r\n")
		switch words := bytes.TrimSpace(line); {
		case page.html != noHTML && page.goesOn(line):
			continue
		case code != nil:
			if len(words) >= len(code) && len(bytes.Trim(words, string(code[:1]))) == 0 {
				code = nil
			}
			continue
		case isFence(line):
			code = words[:len(words)-len(bytes.TrimLeft(words, string(words[:1])))]
		}
		page.words = page.line(line).html == noHTML && !isSpaces(line)
		if !begins(line, "[") {
			continue
		}
		if m := linkDefinition().FindSubmatch(line); m != nil {
			if name := linkName(m[1]); name != "" && r.named[name] == "" && name[0] != '^' {
				r.named[name] = strings.Trim(string(m[2])+" "+string(m[3]), " ")
			}
		}
	}
}
