package markdown

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engross/engross/agreement"
)

// A resolver finds the cross-references in an agreement whose numbers are typed
// out.
type resolver struct {
	*reader
	byNumber map[string]*agreement.Clause // "5.3(a)", "Schedule A, paragraph 2"
	byLabel  map[string]*agreement.Clause // "schedule a", "article iv"
	word     string                       // what the agreement calls its own provisions: "section"
	counts   map[string]int               // while word is sought: references found, by word
	citing   map[*agreement.Text]bool     // texts in which something is cited, ours or not
	schedule *agreement.Clause            // around the words being read, or nil
}

// resolve makes citations of numbers that the agreement has references to them.
// An agreement calls its own provisions by one word; the clauses of a contract
// that calls them sections are those of some other text, and stay words. So do
// the sections "of the Act".
func (r *reader) resolve(doc *agreement.Document) {
	s := &resolver{reader: r, byNumber: map[string]*agreement.Clause{}, byLabel: map[string]*agreement.Clause{}, counts: map[string]int{}, citing: map[*agreement.Text]bool{}}
	agreement.Walk(doc.Body, func(b agreement.Block) bool {
		if c, ok := b.(*agreement.Clause); ok && c.Number != "" {
			setFirst(s.byNumber, c.Number, c)
			setFirst(s.byLabel, strings.ToLower(strings.TrimSuffix(c.Label, ".")), c)
		}
		return true
	})
	s.blocks(doc.Body)
	for _, word := range []string{"section", "clause", "article", "paragraph"} {
		if s.counts[word] > s.counts[s.word] {
			s.word = word
		}
	}
	s.counts = nil
	s.blocks(doc.Body)
}

func setFirst(m map[string]*agreement.Clause, key string, c *agreement.Clause) {
	if m[key] == nil {
		m[key] = c
	}
}

func (s *resolver) blocks(body []agreement.Block) {
	for _, b := range body {
		switch b := b.(type) {
		case *agreement.Clause:
			around := s.schedule
			if b.Kind == agreement.Schedule {
				s.schedule = b
			}
			s.blocks(b.Body)
			s.schedule = around
		case *agreement.Paragraph:
			b.Text = s.words(b.Text)
		case *agreement.Table:
			for _, row := range b.Rows {
				for i := range row.Cells {
					row.Cells[i] = s.words(row.Cells[i])
				}
			}
		case *agreement.Signatures:
			b.Lead = s.words(b.Lead)
		}
	}
}

// words gives in back with its citations made references; while the word is
// sought it counts them instead.
func (s *resolver) words(in []agreement.Inline) []agreement.Inline {
	if s.counts != nil {
		for _, x := range in {
			if t, ok := x.(*agreement.Text); ok {
				if start, _, _ := nextCiting(t.Text, 0); start >= 0 {
					s.citing[t] = true
					s.citations(t.Text)
				}
			}
		}
		return in
	}
	cites := func(x agreement.Inline) bool {
		t, ok := x.(*agreement.Text)
		return ok && s.citing[t]
	}
	if !slices.ContainsFunc(in, cites) {
		return in
	}
	var out []agreement.Inline
	for _, x := range in {
		if cites(x) {
			out = append(out, s.text(x.(*agreement.Text))...)
		} else {
			out = append(out, x)
		}
	}
	return out
}

// text cuts a run of text at its citations.
func (s *resolver) text(t *agreement.Text) []agreement.Inline {
	var out []agreement.Inline
	from, done := s.origins[t], 0
	for _, c := range s.citations(t.Text) {
		if c.start > done {
			plain := &agreement.Text{Text: t.Text[done:c.start], Mark: t.Mark}
			s.origins[plain] = from.slice(done, c.start)
			out = append(out, plain)
		}
		ref := &agreement.Ref{Target: c.target.ID, Text: t.Text[c.start:c.end], Mark: t.Mark}
		s.origins[ref] = from.slice(c.start, c.end)
		out = append(out, ref)
		done = c.end
	}
	if done == 0 {
		return []agreement.Inline{t}
	}
	if done < len(t.Text) {
		plain := &agreement.Text{Text: t.Text[done:], Mark: t.Mark}
		s.origins[plain] = from.slice(done, len(t.Text))
		out = append(out, plain)
	}
	delete(s.origins, t)
	return out
}

// A citation is the bytes of a text that cite a clause.
type cited struct {
	start, end int
	target     *agreement.Clause
}

// citations finds the citations in text, in order: "Section 5.3(a)" as a whole,
// and each number alone in "Sections 4, 5.1 and 7". After "Section 4" only a
// number with a point goes on the list: "Section 4.1 and 4.2", not "Section 4 and
// 30 days".
func (s *resolver) citations(text string) []cited {
	var list []cited
	for at := 0; ; {
		start, number, word := nextCiting(text, at)
		if start < 0 {
			return list
		}
		at = number
		from, begins := len(list), start
		for {
			target, n := s.target(word.stem, text[number:])
			if n == 0 {
				break
			}
			if word.plural {
				start = number
			}
			at = number + n
			if target != nil && s.counts == nil {
				list = append(list, cited{start, at, target})
			}
			next := citedNext(near(text[at:]))
			number = at + next
			if next == 0 || !word.plural && !citedDotted(text[number:]) && !alternative(text[at:number], text[number:]) {
				break
			}
			start = number
		}
		if len(list) > from && foreign(text[:begins], text[at:], strings.HasPrefix(text[begins:], "§")) {
			list = list[:from] // the last of them says whose they all are
		}
	}
}

// alternative reports that another number goes on the list after next: "Section 3
// or 4 of the Act", not "Section 3 or 30 days".
func alternative(next, rest string) bool {
	n := citedPlain(rest)
	return strings.TrimSpace(next) == "or" && n > 0 && (belongs().MatchString(rest[n:]) || rest[n:] == "" || strings.ContainsAny(rest[n:n+1], ".,;)"))
}

var (
	// parts are what a citation of a statute goes on with before it says of which.
	parts = `(?:,? ?\([A-Za-z0-9]{1,5}\)|,? (?:(?:sub)?para(?:graph|\.)?s?|sub-?section|sub-?paragraph|point|sentence|indent|no\.|Abs\.|Absatz|S\.|Satz|Nr\.|Nummer|lit\.|Buchst\.|first|second|third|last) ?\(?[A-Za-z0-9]{0,8}\)?| ff?\.| [IVX]{1,4}(?: [0-9]{1,2})?\b)*(?: \([^()]{1,80}\))?,?`
	// instruments are words that end the name of one.
	instruments = `(?:Acts?|Code|Regulations?|Directive|Treaty|Convention|Ordinance|Statutes?|Laws?|Rules|Order|Charter|Constitution|Protocol|Deed|Restatement|Guidelines|\w*(?:[Gg]esetz(?:buch(?:e?s)?|es)?|[Vv]erordnung))`
	// contracts are words that end the name of another contract.
	contracts = `(?:Agreement|Contract|Licen[cs]e|Lease|Deed|Addendum|Order|Form|Statement|SOW|Terms)`
	// belongs follows the number of another text's provision.
	belongs = agreement.Pattern(`^` + parts + ` (?:there(?:of|under|to)\b|(?:of|under) (?:the|that|those|such|an?|its|their|our|your|said|another|[A-Z])|(?:of|to), (?:and|or) |` +
		`(?:of|under) (?:any|each|every|either) (?:[\w’'-]+ ){0,3}(?i:` + contracts + `)|(?:des|der|dem|im|vom) [A-ZÄÖÜ]|(?:Rome|Brussels) [IV]+|` +
		`[A-Z]{1,3}[a-z]{0,8}[A-Z]{1,6}[A-Za-z]{0,6}\b|(?:[A-Z][\w’'-]*\.? ){0,6}` + instruments + `\b)`)
	// belonged stands before it.
	belonged = agreement.Pattern(`(?:\b(?:` + instruments + `|Title|the (?:[A-Z][\w’'-]* ){1,4}` + contracts + `)(?: \([A-Z]{2,5}\))?(?: (?:No\.? ?)?\(?[0-9]{1,4}(?:/[0-9]{1,4}(?:/[A-Z]{2,5})?)?\)?)?` +
		`|\b[A-Z](?:\.[A-Z])+\.|\b[A-Z]{2,}[a-z]{0,3}[A-Z]*(?: [12][0-9]{3})?)(?:, ?| ?\(|,? in | )$`)
	// marked stands before the sign of a section that is another text's: a name, or
	// what it is shortened to.
	marked = agreement.Pattern(`\b[A-Z][a-z]*\. ?$|\b(?:of|on|for) [A-Z][a-z]+ $|\([A-Z][a-z]+\) $`)
	// ownInstrument names the agreement itself.
	ownInstrument = agreement.Pattern(`^` + parts + ` (?:of|under|in|to) (?:this|these|the (?:present )?(?:Agreement|Contract)\b)`)
)

// near is as much of the words after a citation as is looked at: a pattern costs by
// what it may look at.
func near(after string) string {
	const enough = 160
	return after[:min(len(after), enough)]
}

// foreign reports that the words around a citation say that it is of another text:
// "Article 3 GDPR", "Sections 2 and 3 of the Act", "the Companies Act, section 3". It
// is signed where "§" stands for the word.
func foreign(before, after string, signed bool) bool {
	const close = 60 // bytes looked at
	before, after = before[max(0, len(before)-close):], near(after)
	follows := mayBelong(after)
	if here(after) || follows && mayBeOurs(after) && ownInstrument().MatchString(after) {
		at := strings.Index(after, " the ")
		return at >= 0 && named(after[at+len(" the "):])
	}
	return follows && (belongsPlainly(after) || belongs().MatchString(after)) || mayPrecede(before) && belonged().MatchString(before) || signed && marked().MatchString(before)
}

// german reports the names of statutes that need no capital at their beginning.
func german(s string) bool { return strings.Contains(s, "esetz") || strings.Contains(s, "erordnung") }

// A citing word stands before the number of a provision.
type citing struct {
	stem   string
	plural bool
}

var citingWords = func() map[string]citing {
	words := map[string]citing{"annex": {"annex", false}, "annexes": {"annex", true}, "appendix": {"appendix", false}, "appendices": {"appendix", true}}
	for word, stem := range map[string]string{"sec.": "section", "art.": "article", "§": "section"} {
		words[word], words[word+"s"] = citing{stem, false}, citing{stem, true}
	}
	words["§§"], words["secs."], words["arts."] = citing{"section", true}, citing{"section", true}, citing{"article", true}
	for _, w := range []string{"section", "clause", "paragraph"} {
		words["sub"+w], words["sub"+w+"s"] = citing{w, false}, citing{w, true}
	}
	for _, w := range []string{"section", "clause", "paragraph", "article", "schedule", "exhibit", "attachment", "part"} {
		words[w], words[w+"s"] = citing{w, false}, citing{w, true}
	}
	return words
}()

// nextCiting finds the first citing word in text from at on with a digit or a
// capital after it: where it begins, and where that is. Where there is none,
// start is -1.
func nextCiting(text string, at int) (start, number int, word citing) {
	const longest = len("subparagraphs")
	for i := at + 1; i < len(text); i++ {
		if c := text[i]; !('0' <= c && c <= '9' || 'A' <= c && c <= 'Z') || isWordByte(text[i-1]) && text[i-1] != 0xa0 {
			continue
		}
		end := trimBlanks(text, at, i)
		if end == at || !mayCite(text[end-1]) {
			continue
		}
		start := end
		for start > at && end-start <= longest && (isWordByte(text[start-1]) || start == end && text[start-1] == '.') {
			start--
		}
		if start == end || !mayBeginCiting(text[start]) {
			continue
		}
		if word, ok := citingWords[strings.ToLower(text[start:end])]; ok && end < i {
			return start, i, word
		}
	}
	return -1, 0, citing{}
}

// trimBlanks is the end of text[from:to] without the blanks at its end.
func trimBlanks(text string, from, to int) int {
	for to > from {
		switch {
		case text[to-1] == ' ':
			to--
		case to-1 > from && text[to-2] == 0xc2 && text[to-1] == 0xa0:
			to -= 2
		default:
			return to
		}
	}
	return to
}

// mayCite reports a byte with which a citing word may end.
func mayCite(c byte) bool {
	const sign = 0xa7 // the last byte of "§"
	switch c | 0x20 {
	case 'n', 's', 'e', 'h', 'x', 't', 'l', '.', sign:
		return true
	}
	return false
}

// mayBeginCiting reports a byte with which a citing word may begin.
func mayBeginCiting(c byte) bool {
	switch c | 0x20 {
	case 's', 'c', 'p', 'a', 'e':
		return true
	}
	return c >= utf8.RuneSelf
}

// target is the clause that the number at the beginning of rest, after word,
// cites, or nil, and the length of the number, or as much of it as cites the
// clause.
func (s *resolver) target(word, rest string) (*agreement.Clause, int) {
	name, number := rest[:citedName(rest)], rest[:citedPlain(near(rest))]
	whole := max(len(name), len(number))
	if whole == 0 || whole < len(rest) && isWordByte(rest[whole]) && !strings.HasPrefix(rest[whole:], "–") && !strings.HasPrefix(rest[whole:], "\u00a0") {
		return nil, 0
	}
	if c := s.byLabel[word+" "+strings.ToLower(name)]; c != nil && len(name) == whole {
		return c, whole
	}
	if len(number) < whole {
		return nil, whole // "17A"
	}
	after := rest[len(number):]
	for n := number; n != ""; n = outer(n) {
		if c := s.numbered(word, n, after); c != nil {
			return c, len(n)
		}
	}
	return nil, whole
}

// numbered is the clause with a number, if the words around it do not say that
// it is another text's.
func (s *resolver) numbered(word, number, after string) *agreement.Clause {
	after = near(after)
	if schedule := ofSchedule(after); schedule != "" {
		return s.byNumber[schedule+", paragraph "+number]
	}
	if s.schedule != nil && word == "paragraph" {
		if c := s.byNumber[s.schedule.Label+", paragraph "+number]; c != nil {
			return c
		}
	}
	if c := s.byLabel[word+" "+number]; c != nil {
		return c
	}
	if run(number, capitals, 1) > 0 { // B.3, which says in which schedule
		return s.byLabel[strings.ToLower(number)]
	}
	c := s.byNumber[number]
	if c == nil {
		return nil
	}
	if s.counts != nil {
		s.counts[word]++
	}
	if word == s.word || here(after) {
		return c
	}
	return nil
}

// outer is a citation without its last bracket: 5.3(a) for 5.3(a)(i), 5.3 for
// 5.3(a), nothing for 5.3.
func outer(number string) string {
	if i := strings.LastIndexByte(number, '('); i > 0 {
		return number[:i]
	}
	return ""
}
